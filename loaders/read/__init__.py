"""Files of any accepted form as streams of rows."""

from loaders.read.rows import RawRow, Table

__all__ = ["RawRow", "Table"]
