"""Quanjing (全景): what government knows about an enterprise, filed under its code, as a graph."""

__version__ = "0.1.0"
