"""Providers outside: each in a file that knows its forms and signatures, and nothing of orders."""
