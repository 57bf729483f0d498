"""Reads the parts of an XLSX package other than sheets (list of sheets, shared strings, styles), within limits of size."""

import mmap
import re
import tempfile
import zipfile
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from app.errors import InputError
from loaders.read.formats.xlsx_units import shown_unit

MAX_EXPANDED = 6 << 30
MAX_RATIO = 250
RATIO_FROM = 64 << 20
MAX_PARTS = 5_000
MAX_SMALL = 64 << 20
MAX_STRINGS = 768 << 20
MAX_HELD = 32 << 20
"""The most bytes of shared strings held in memory; beyond them they go to a file."""
MAX_COUNT = 10_000_000
MAX_TEXT = 40_000
"""The most characters stored of one shared string, more than a cell may hold."""
LONG = 1_000
MAX_TAG = 4 << 20
CHUNK = 1 << 18
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_DATE_WORDS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|general|e\+|e-', re.IGNORECASE)
_PERCENT_FORMATS = {9: "0%", 10: "0.00%"}
_QUOTED = re.compile(r'"[^"]*"|\\.|％')


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The indexes of the cell styles that show a number as more than a number.

    `dates`: as a date; `percents`: with a per cent sign, and how many times larger they show it (a sign in quotes is a mere
    letter: 60 is shown as 60%); `units`: with a unit before or after it, and what they show there.
    """

    dates: frozenset[str]
    percents: Mapping[str, int]
    units: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of a workbook: its name, the part it stands in, and whether it is shown."""

    name: str
    part: str
    visible: bool


class Strings:
    """Shared strings, packed: in memory while they are few, in a file without a name where they are many."""

    def __init__(self) -> None:
        self._bytes: bytearray | mmap.mmap = bytearray()
        self._spool: IO[bytes] | None = None
        self._size = 0
        self._ends = array("Q", [0])
        self._long: tuple[int, str] = (-1, "")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, text: str) -> None:
        """Add one more. Raises ValueError past MAX_COUNT of them."""
        if len(self._ends) > MAX_COUNT:
            raise ValueError(f"more than {MAX_COUNT:,} shared strings")
        part = text.encode("utf-8", "replace")
        self._size += len(part)
        self._ends.append(self._size)
        if self._spool is not None:
            self._spool.write(part)
            return
        assert isinstance(self._bytes, bytearray)
        self._bytes += part
        if self._size > MAX_HELD:
            self._spool = tempfile.TemporaryFile(prefix="quanjing-")  # noqa: SIM115 - closed by close
            self._spool.write(self._bytes)
            self._bytes = bytearray()

    def seal(self) -> None:
        """End adding; from now on strings are looked up by index."""
        if self._spool is not None:
            self._spool.flush()
            self._bytes = mmap.mmap(self._spool.fileno(), self._size, access=mmap.ACCESS_READ)

    def close(self) -> None:
        """Close the file, if there is one."""
        if isinstance(self._bytes, mmap.mmap):
            self._bytes.close()
        if self._spool is not None:
            self._spool.close()

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        if index == self._long[0]:
            return self._long[1]
        text = self._bytes[self._ends[index] : self._ends[index + 1]].decode()
        if len(text) > LONG:
            self._long = (index, text)  # many cells that refer to one long text share it
        return text


def open_package(path: Path, name: str) -> zipfile.ZipFile:
    """Open a package and check its sizes. Raises InputError where it is no XLSX, cut off, encrypted, or expands too far."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        raise InputError(f"{name}: a damaged XLSX file, cut off or no XLSX at all", document=name) from None
    try:
        _check(package, name)
    except BaseException:
        package.close()
        raise
    return package


def _check(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or total > MAX_EXPANDED:
        raise InputError(f"{name}: expands to {total / 2**30:.1f} GiB in {len(parts)} parts, more than is read", document=name)
    for part in parts:
        if part.flag_bits & 1:
            raise InputError(f"{name}: protected by a password", document=name)
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise InputError(
                f"{name}: {part.filename} expands more than {MAX_RATIO} times",
                document=name,
            )


def new_parser() -> expat.XMLParserType:
    """An XML parser that refuses entities of the document's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def refuse(*_: object) -> None:
        raise ValueError("entity declared")

    parser.EntityDeclHandler = refuse
    return parser


def chunks(package: zipfile.ZipFile, part: str, name: str) -> Iterator[bytes]:
    """The bytes of a part. Raises InputError where they are damaged or more than declared."""
    try:
        with package.open(part) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except KeyError:
        raise InputError(f"{name}: a damaged XLSX file: {part} is missing", document=name) from None
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise InputError(f"{name}: a damaged XLSX file: {part}: {error}", document=name) from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise InputError(f"{name}: a damaged XLSX file: {part}: {error}", document=name) from None
        raise


def parse(
    package: zipfile.ZipFile,
    part: str,
    name: str,
    parser: expat.XMLParserType,
    cap: int | None = MAX_SMALL,
    slice_size: int = CHUNK,
) -> Iterator[None]:
    """Feeds a part to a parser, slice by slice. Raises InputError where it is no XML or past its cap."""
    size = fed = 0
    try:
        for chunk in chunks(package, part, name):
            size += len(chunk)
            if cap is not None and size > cap:
                raise InputError(f"{name}: {part} is larger than {cap >> 20} MiB", document=name)
            for at in range(0, len(chunk), slice_size):
                fed += len(piece := chunk[at : at + slice_size])
                parser.Parse(piece)
                if fed - parser.CurrentByteIndex > MAX_TAG:
                    raise ValueError(f"a tag of more than {MAX_TAG >> 20} MiB")
                yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError) as error:
        raise InputError(f"{name}: a damaged XLSX file: {part}: {error}", document=name) from None


def local(tag: str) -> str:
    """A tag without its namespace prefix."""
    return tag.rpartition(":")[2]


def _elements(package: zipfile.ZipFile, part: str, name: str, start: Callable[[str, dict[str, str]], None]) -> None:
    parser = new_parser()
    parser.StartElementHandler = lambda tag, attributes: start(local(tag), attributes)
    for _ in parse(package, part, name, parser):
        pass


def read_workbook(package: zipfile.ZipFile, name: str) -> tuple[list[WorkbookSheet], bool]:
    """The sheets in order, and whether days count from 1904."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str, bool]] = []
    since_1904 = False

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def workbook(tag: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        if tag == "sheet":
            ident = next((v for k, v in attributes.items() if local(k) == "id"), "")
            sheets.append((attributes.get("name", ""), ident, attributes.get("state", "visible") == "visible"))
        elif tag == "workbookPr":
            since_1904 = attributes.get("date1904") in {"1", "true"}

    _elements(package, "xl/workbook.xml", name, workbook)
    _elements(package, "xl/_rels/workbook.xml.rels", name, relation)
    return [WorkbookSheet(title, targets[ident], shown) for title, ident, shown in sheets if ident in targets], since_1904


def read_cell_styles(package: zipfile.ZipFile, name: str) -> CellStyles:
    """How the cell styles of a workbook show a number."""
    formats, styles = _read_styles(package, name)
    dates = {number for number, code in formats.items() if _DATE_WORDS.search(_NOT_DATE.sub("", code))}
    units = {number: unit for number, code in formats.items() if (unit := shown_unit(code))}
    percents: dict[str, int] = {}
    for i, number in enumerate(styles):
        code = formats.get(number, _PERCENT_FORMATS.get(number, ""))
        if "%" in code or "％" in code:
            percents[str(i)] = 100 if "%" in _QUOTED.sub("", code) else 1
    return CellStyles(
        frozenset(str(i) for i, n in enumerate(styles) if n in dates or (n not in formats and n in _DATE_FORMATS)),
        percents,
        {str(i): units[n] for i, n in enumerate(styles) if n in units},
    )


def _read_styles(package: zipfile.ZipFile, name: str) -> tuple[dict[int, str], list[int]]:
    """The workbook's own number formats, and the number of the format of each cell style."""
    if "xl/styles.xml" not in package.namelist():
        return {}, []
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag in {"cellXfs", "cellStyleXfs"}:
            inside = tag
        elif tag == "numFmt" and attributes.get("numFmtId", "").isdigit():
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "xf" and inside == "cellXfs":
            number = attributes.get("numFmtId", "0")
            styles.append(int(number) if number.isdigit() else 0)

    _elements(package, "xl/styles.xml", name, start)
    return formats, styles


def read_strings(package: zipfile.ZipFile, name: str) -> Strings:
    """The shared strings, without phonetic guides."""
    strings = Strings()
    if "xl/sharedStrings.xml" not in package.namelist():
        return strings
    pieces: list[str] = []
    taken = 0
    taking = False
    phonetic = 0
    parser = new_parser()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal taking, phonetic
        tag = local(tag)
        if tag == "t":
            taking = not phonetic
        elif tag == "rPh":
            phonetic += 1

    def end(tag: str) -> None:
        nonlocal taking, phonetic, taken
        tag = local(tag)
        if tag == "t":
            taking = False
        elif tag == "rPh":
            phonetic -= 1
        elif tag == "si":
            strings.append("".join(pieces))
            pieces.clear()
            taken = 0

    def text(data: str) -> None:
        nonlocal taken
        if taking and taken < MAX_TEXT:
            taken += len(data)
            pieces.append(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    for _ in parse(package, "xl/sharedStrings.xml", name, parser, MAX_STRINGS):
        pass
    strings.seal()
    return strings
