"""The encoding of a text file: as its sender states it, else detected (UTF-8 with or without BOM, UTF-16 with BOM, GB18030)."""

import codecs
from pathlib import Path
from typing import BinaryIO

from app.errors import InputError

SAMPLE = 1 << 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
TOLERATED = 0.1
"""The share of non-ASCII bytes that may be invalid in a file still taken to be in an encoding; their lines are refused."""


def detect(path: Path, stated: str | None = None) -> str:
    """The encoding of a file: as `stated`, else by its byte order mark or by samples of its non-ASCII bytes.

    Raises InputError where it is in no known encoding, or plainly not in the stated one. The rest of a file may still have an
    invalid byte: readers decode strictly and refuse the line.
    """
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in MARKS:
            if start.startswith(mark):
                return _agreed(path, name, stated)
        sample = _sample(file)
        if stated and stated.startswith("utf-16"):
            file.seek(0)
            sample = file.read(SAMPLE)
    if stated:
        without_ascii = stated.startswith("utf-16") and 0 not in sample  # so without an end of a line: no table in UTF-16
        if sample and (without_ascii or _wrong(sample, stated) > TOLERATED):
            raise InputError(f"{path.name}: not {stated.upper()}, the encoding stated for it", document=path.name)
        return stated
    if not sample:
        return "utf-8"
    if sample.count(0) > len(sample) // 20:
        raise InputError(
            f"{path.name}: not a text file (it may be UTF-16 without mark): save it as UTF-8 or GB18030", document=path.name
        )
    for name in ("utf-8", "gb18030"):
        if _wrong(sample, name) <= TOLERATED:
            return name
    raise InputError(f"{path.name}: neither UTF-8 nor GB18030: save it in one of them", document=path.name)


def _agreed(path: Path, marked: str, stated: str | None) -> str:
    """The encoding that a file's byte order mark gives. Raises InputError where another one is stated."""
    if stated and not stated.startswith(marked.removesuffix("-sig")):
        message = f"{path.name}: its mark says {marked.removesuffix('-sig').upper()}, and {stated.upper()} is stated for it"
        raise InputError(message, document=path.name)
    return marked


def _sample(file: BinaryIO) -> bytes:
    """Two samples of a file's non-ASCII text: the first there is, and one from the last part of the file."""
    file.seek(0)
    while chunk := file.read(SAMPLE):
        if not chunk.isascii() or 0 in chunk:
            break
    if not chunk:
        return b""
    here = file.tell()
    end = file.seek(0, 2)
    if end > here + SAMPLE:
        file.seek(end - SAMPLE)
        chunk += b"\n" + file.read(SAMPLE).partition(b"\n")[2]
    return chunk


def _wrong(sample: bytes, encoding: str) -> float:
    """The share of a sample's non-ASCII bytes that are invalid in the encoding."""
    text = sample.decode(encoding, "replace")
    text = text[:-3] + text[-3:].rstrip("\ufffd")
    bad = text.count("\ufffd")
    return bad / max(len(text) - len(text.encode("ascii", "ignore")), 1) if bad else 0.0


class Marks:
    """Counts bytes that could not be decoded, so that texts need not be searched for them while there are none."""

    def __init__(self) -> None:
        self.seen = 0
        self.name = f"quanjing-mark-{id(self)}"
        codecs.register_error(self.name, self._mark)

    def _mark(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        self.seen += 1
        bad = error.object[error.start : error.end]
        return "".join(chr(0xDC00 + byte) if byte > 0x7F else chr(byte) for byte in bad), error.end

    def bad(self, text: str) -> str | None:
        """The first byte in a text that could not be decoded, as 0xNN; None where all could."""
        mark = next((char for char in text if "\udc80" <= char <= "\udcff"), None)
        return f"0x{ord(mark) - 0xDC00:02X}" if mark else None
