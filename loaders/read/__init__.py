"""Files of any accepted form as streams of rows."""

from loaders.read.asked import Asked
from loaders.read.folder import Found, find_files
from loaders.read.rows import RawRow, Table
from loaders.read.source import open_rows, open_tables, spooled

__all__ = ["Asked", "Found", "RawRow", "Table", "find_files", "open_rows", "open_tables", "spooled"]
