"""Ownership and control of every enterprise of a whole graph at once, as arrays."""
