"""Parametric families of goods: each function returns the parts of one product, standing on y = 0, front to +z."""
