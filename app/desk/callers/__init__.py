"""Callers and their keys: who has been given one, for what, until when."""
