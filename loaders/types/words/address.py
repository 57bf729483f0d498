"""address: where a party is, stored as written. Parties that state one address share its node (see loaders.derive.traits)."""

from loaders.types.words.text import reader

__all__ = ["reader"]
