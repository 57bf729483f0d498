"""Opens a file of any form, recognised by its content and never by its name."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO

from app.errors import InputError
from app.harmless import harmless_name
from loaders.read.formats.csv_file import read_csv
from loaders.read.formats.html_file import read_html
from loaders.read.formats.json_document import is_document, read_document
from loaders.read.formats.jsonl_file import PEEK, nested_lists, read_jsonl, read_lines
from loaders.read.formats.xls_file import read_xls
from loaders.read.formats.xlsx_file import read_xlsx
from loaders.read.formats.xml_2003 import read_xml_2003
from loaders.read.opening import open_file
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import RawRow, Table

HEAD = 8_192
MOST_PIPED = 8 << 30
"""The most bytes that are read of standard input."""
_PIECE = 1 << 20
_BY_NUMBER = Path("/proc/self/fd")
"""The folder in which an open file without a name can be opened again."""
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"\A(<!doctype html|<html|<table|<head|<meta|<body|<!--|<div|<style)", re.IGNORECASE)
_WORKBOOK = re.compile(rb"<(\w+:)?Workbook[\s>]")
_OTHERS = (
    (b"%PDF", "a PDF file: its tables cannot be read; ask for the spreadsheet it was made of"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"{\\rtf", "a text document (RTF): save its table as XLSX or CSV"),
    (b"\x89PNG", "a picture: what it shows cannot be read"),
    (b"\xff\xd8\xff", "a picture: what it shows cannot be read"),
)


def open_tables(path: Path, name: str | None = None, options: ReadOptions = ANY) -> Iterator[Table]:
    """The tables of a file, recognised by its content: XLSX, XLS, XML or HTML of a spreadsheet, JSON, JSON lines, else CSV.

    `name` is the file's name in messages. Each table's rows must be read before the next table. Raises InputError with the
    file's name, and the line where there is one; it may come in the middle of the rows, where a damaged file ends.
    """
    name = name or harmless_name(path.name)
    with open_file(path, name) as file:
        head = file.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise InputError(f"{name}: the file is empty", document=name)
    any_table = False
    for table in _reader(path, name, head, options):
        if options.encoding and not any_table and _states_encoding(head, options):
            table.flags.append(f"encoding {options.encoding}: of no use, since a spreadsheet states its own")
        any_table = True
        yield table
    if not any_table and options.table is not None:
        raise InputError(f"{name}: there is no table {options.table!r}", document=name)


def _states_encoding(head: bytes, options: ReadOptions) -> bool:
    """Whether a file that begins with `head` is a spreadsheet, which states its own encoding."""
    return head.startswith((_ZIP, _OLE)) or bool(_WORKBOOK.search(_plain(head, options)))


def _reader(path: Path, name: str, head: bytes, options: ReadOptions) -> Iterator[Table]:
    """The tables of a file that begins with `head`, by the reader for its form."""
    for mark, what in _OTHERS:
        if head.startswith(mark):
            raise InputError(f"{name}: {what}", document=name)
    if head.startswith(_ZIP):
        return read_xlsx(path, name, options)
    if head.startswith(_OLE):
        return read_xls(path, name, options)
    text = _plain(head, options)
    if text.startswith(b"<") and _WORKBOOK.search(text):
        return read_xml_2003(path, name, options)
    if _HTML.match(text):
        return read_html(path, name, options)
    if text.startswith(b"<?xml"):
        raise InputError(f"{name}: XML that is no spreadsheet: save it as XLSX, CSV or JSON", document=name)
    if path.suffix.lower() in {".xlsx", ".xlsm"} and text[:1] not in (b"{", b"["):
        raise InputError(f"{name}: a damaged XLSX file, cut off or no XLSX at all", document=name)
    if text.startswith((b"{", b"[{", b"[[")) or (text.startswith(b"[") and text[1:].lstrip()[:1] in (b"{", b"[", b"]")):
        return _read_json(path, name, options)
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        raise InputError(f"{name}: no JSON of objects: it starts otherwise", document=name, line=1)
    return read_csv(path, name, options)


def _read_json(path: Path, name: str, options: ReadOptions) -> Iterator[Table]:
    if options.table or is_document(path, options.encoding):
        return read_document(path, name, options)
    if options.every and any(map(nested_lists, ([row] for row in islice(read_lines(path, options.encoding), PEEK)))):
        return read_document(path, name, options)
    return read_jsonl(path, name, options)


def _plain(head: bytes, options: ReadOptions) -> bytes:
    """The beginning of a text as ASCII bytes, whatever its encoding, without BOM and leading blanks."""
    if head.startswith(_MARKS[1:]):
        head = head.decode("utf-16", "replace").encode("ascii", "replace")
    elif options.encoding and options.encoding.startswith("utf-16") and b"\x00" in head:  # else the stated one is wrong
        head = head.decode(options.encoding, "replace").encode("ascii", "replace")
    return head.removeprefix(_MARKS[0]).lstrip()


def open_rows(path: Path, name: str | None = None) -> Iterator[RawRow]:
    """The rows of all tables of a file, one after another."""
    for table in open_tables(path, name):
        yield from table.rows


@contextmanager
def spooled(stream: BinaryIO | None = None, most: int = MOST_PIPED) -> Iterator[Path]:
    """Standard input (or another stream) as a private temporary file, deleted after the block, however the process ends.

    Raises InputError past `most` bytes, where the stream may never end, and where the disk has no room for it.
    """
    file = tempfile.TemporaryFile(prefix="quanjing-")  # noqa: SIM115 - closed below, where a full disk may refuse even that
    try:
        _copy(stream or sys.stdin.buffer, file, most)
        file.flush()
    except (OSError, InputError) as error:
        with suppress(OSError):
            file.close()
        if isinstance(error, InputError):
            raise
        message = f"standard input: cannot be kept in {tempfile.gettempdir()} while it is read: {error.strerror}"
        raise InputError(message) from None
    with file:
        unnamed = _BY_NUMBER / str(file.fileno())
        if unnamed.exists():
            yield unnamed
            return
        file.seek(0)
        with tempfile.TemporaryDirectory(prefix="quanjing-") as folder:  # where files go by their names alone
            path = Path(folder) / "stdin"
            with path.open("wb") as named:
                path.chmod(0o600)
                shutil.copyfileobj(file, named, _PIECE)
            yield path


def _copy(stream: BinaryIO, file: IO[bytes], most: int) -> None:
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > most:
            raise InputError(f"standard input: more than {most:,} bytes: put it in a file, or part it")
        file.write(piece)
