"""agent: who registered a party for it, kept as written. Parties with one agent share its node (see loaders.traits)."""

from loaders.types.text import reader

__all__ = ["reader"]
