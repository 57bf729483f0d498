"""Texts of others as they may be printed: nothing in them moves a cursor, colours a terminal or turns the writing round."""

import re

_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless_name(name: str) -> str:
    """The name of a file with control characters, marks of writing direction and bytes of no encoding written as codes.

    Escape, newline and right-to-left override become `\\x1b`, `\\x0a` and `\\u202e`; a byte that is no UTF-8 becomes `\\xff`.
    """
    return _HARMFUL.sub(_code, name)


def harmless(text: str) -> str:
    """A text for a terminal, of one line or more: as of a name, but tabs and newlines stay."""
    return _BROKEN.sub(_code, text)


def _code(found: re.Match[str]) -> str:
    number = ord(found[0])
    if 0xDC80 <= number <= 0xDCFF:
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
