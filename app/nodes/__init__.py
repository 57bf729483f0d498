"""Nodes of one network: what this one gives others, what it takes from them, and how the two are compared."""
