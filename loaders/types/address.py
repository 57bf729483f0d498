"""address: where a party is, kept as written. Parties that state one address share its node (see loaders.traits)."""

from loaders.types.text import reader

__all__ = ["reader"]
