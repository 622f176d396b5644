"""Decisions of value, pure."""
