"""Escapes untrusted text: for printing, so that it moves no cursor; for cells, so that it is no formula."""

import re

_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_ACTIVE = ("=", "+", "-", "@", "'", "\t", "\r")
_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless_name(name: str) -> str:
    """A file name with control characters, direction marks and undecodable bytes replaced by escape codes.

    Escape, newline and right-to-left override become `\\x1b`, `\\x0a` and `\\u202e`; a byte that is no UTF-8 becomes `\\xff`.
    """
    return _HARMFUL.sub(_code, name)


def harmless(text: str) -> str:
    """Text for a terminal, of one line or more: escaped as a name is, but tabs and newlines stay."""
    return _BROKEN.sub(_code, text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula, or for one that was guarded against it."""
    return text.startswith(_ACTIVE)


def no_formula(text: str) -> str:
    """A cell of a CSV file, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if is_formula(text) else text


def _code(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
