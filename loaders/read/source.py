"""One way to open any file, and to find the files of a folder with the category each belongs to."""

import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import InputError
from loaders.read.csv_file import read_csv
from loaders.read.jsonl_file import read_jsonl
from loaders.read.rows import RawRow, Table
from loaders.read.xlsx_file import read_xlsx

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".json"})
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a folder: its category, or why it has none."""

    path: Path
    category: str | None
    problem: str | None = None


def open_tables(path: Path, name: str | None = None) -> Iterator[Table]:
    """The tables of a file, told by its content: XLSX, JSON lines, else CSV. `name` stands for it in messages.

    Each table's rows must be read before the next table is asked for. Raises InputError with the file's name, and the
    line where there is one; it may come in the middle of the rows, where a damaged file ends.
    """
    name = name or path.name
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}", document=name) from None
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise InputError(f"{name}: the file is empty", document=name)
    if head.startswith(b"PK\x03\x04"):
        yield from read_xlsx(path, name)
    elif head.startswith(_OLE):
        raise InputError(f"{name}: an old or password-protected Excel file: save it as XLSX without password", document=name)
    elif path.suffix.lower() in {".xlsx", ".xlsm"}:
        raise InputError(f"{name}: a damaged XLSX file, cut off or no XLSX at all", document=name)
    elif head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        yield from read_jsonl(path, name)
    elif path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        raise InputError(f"{name}: JSON is read as lines, one object each; this starts otherwise", document=name, line=1)
    else:
        yield from read_csv(path, name)


def open_rows(path: Path, name: str | None = None) -> Iterator[RawRow]:
    """The rows of all tables of a file, one after another."""
    for table in open_tables(path, name):
        yield from table.rows


@contextmanager
def spooled(stream: BinaryIO | None = None) -> Iterator[Path]:
    """Standard input (or another stream) as a private temporary file, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="quanjing-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as file:
            path.chmod(0o600)
            shutil.copyfileobj(stream or sys.stdin.buffer, file, 1 << 20)
        yield path


def find_files(folder: Path, categories: Collection[str]) -> list[Found]:
    """The data files under a folder, by path, each with its category: the start of its name up to a dot
    (`penalty.2024-06.csv`), else the sub-folder it stands in. Hidden files and other kinds of file are left out.
    """
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in inside.parts) or path.suffix.lower() not in SUFFIXES:
            continue
        named = [path.name.split(".")[0], *reversed(inside.parts[:-1])]
        category = next((word for word in named if word in categories), None)
        if category is None:
            category = next((w for word in named for w in [re.split(r"[.\-]", word)[0]] if w in categories), None)
        if category or path.suffix.lower() != ".json":
            problem = None if category else f"{inside}: neither its name nor its folder begins with a category"
            found.append(Found(path, category, problem))
    return found
