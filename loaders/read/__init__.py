"""Reads files of every accepted form (CSV, Excel, HTML, JSON) as streams of rows."""

from loaders.read.folder import FolderFile, find_files
from loaders.read.options import ReadOptions
from loaders.read.rows import RawRow, Table
from loaders.read.source import open_rows, open_tables, spooled

__all__ = ["FolderFile", "RawRow", "ReadOptions", "Table", "find_files", "open_rows", "open_tables", "spooled"]
