"""email: an e-mail address, kept as written. Parties that state one e-mail share its node (see loaders.traits)."""

from loaders.types.text import reader

__all__ = ["reader"]
