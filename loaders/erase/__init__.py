"""Erases personal data from a graph and from the files beside it."""
