"""agent: who registered a party for it, kept as written. Parties with one agent share its node (see loaders.derive.traits)."""

from loaders.types.words.text import reader

__all__ = ["reader"]
