"""email: an e-mail address, stored as written. Parties that state one e-mail share its node (see loaders.derive.traits)."""

from loaders.types.words.text import reader

__all__ = ["reader"]
