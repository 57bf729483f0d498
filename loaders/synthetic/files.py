"""Writers of department files: CSV in three encodings, XLSX and JSON lines. The same rows give the same bytes."""

import csv
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Protocol
from xml.sax.saxutils import escape

Cell = str | int | float
_EPOCH = (2024, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


class TableWriter(Protocol):
    """A writer of a table: takes rows until it is closed."""

    def row(self, cells: Sequence[Cell]) -> None:
        """Write one row; cells are in the order of the headers."""

    def close(self) -> None:
        """Finish the file."""


class CsvTable:
    """A CSV file in `utf-8`, `utf-8-sig` or `gb18030`; lines end the same way on every system."""

    def __init__(self, path: Path, headers: Sequence[str], encoding: str = "utf-8") -> None:
        self._stream = path.open("w", encoding=encoding, newline="", buffering=1 << 18)
        self._write = csv.writer(self._stream, lineterminator="\n").writerow
        self._write(headers)

    def row(self, cells: Sequence[Cell]) -> None:
        self._write(cells)

    def close(self) -> None:
        self._stream.close()


class JsonTable:
    """A JSON lines file; empty cells are left out."""

    def __init__(self, path: Path, headers: Sequence[str]) -> None:
        self._stream = path.open("w", encoding="utf-8", newline="", buffering=1 << 18)
        self._headers = tuple(headers)

    def row(self, cells: Sequence[Cell]) -> None:
        filled = {h: c for h, c in zip(self._headers, cells, strict=True) if c != ""}
        self._stream.write(json.dumps(filled, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._stream.close()


class XlsxTable:
    """An XLSX file of one sheet, streamed, without a time stamp of its making."""

    def __init__(self, path: Path, headers: Sequence[str]) -> None:
        self._zip = zipfile.ZipFile(path, "w")
        for name, text in _PARTS.items():
            self._zip.writestr(_entry(name), _HEAD + text)
        self._sheet: IO[bytes] = self._zip.open(_entry("xl/worksheets/sheet1.xml"), "w")
        self._buffer = [f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>']
        self._count = 0
        self.row(headers)

    def row(self, cells: Sequence[Cell]) -> None:
        self._count += 1
        self._buffer.append(f'<row r="{self._count}">')
        self._buffer.extend(_xml(cell, _column(i), self._count) for i, cell in enumerate(cells) if cell != "")
        self._buffer.append("</row>")
        if len(self._buffer) > 1000:
            self._flush()

    def close(self) -> None:
        self._buffer.append("</sheetData></worksheet>")
        self._flush()
        self._sheet.close()
        self._zip.close()

    def _flush(self) -> None:
        self._sheet.write("".join(self._buffer).encode())
        self._buffer.clear()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _column(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def _xml(cell: Cell, column: str, row: int) -> str:
    if isinstance(cell, str):
        return f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{column}{row}"><v>{cell}</v></c>'


def open_table(path: Path, headers: Sequence[str], encoding: str = "utf-8") -> TableWriter:
    """Open the writer for the suffix of `path`; `encoding` counts for CSV alone."""
    if path.suffix == ".xlsx":
        return XlsxTable(path, headers)
    if path.suffix == ".jsonl":
        return JsonTable(path, headers)
    return CsvTable(path, headers, encoding)
