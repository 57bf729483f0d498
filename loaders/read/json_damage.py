"""Locates the error in a damaged JSON text: line and column, as an editor shows them."""

import json
import re
from pathlib import Path

LARGEST = 64 << 20
"""The most bytes of a text that is read as a whole to locate the error."""
_BLANKS = " \t\n\r\ufeff"
_FILLED = re.compile(rf"[^{_BLANKS}]")


def where_damaged(path: Path, encoding: str) -> str | None:
    """The line and column at which a file of JSON values is invalid, and the error, in words; None where not located."""
    if path.stat().st_size > LARGEST:
        return None
    text = path.read_text(encoding, errors="replace")
    decoder, at = json.JSONDecoder(), 0
    try:
        while begins := _FILLED.search(text, at):
            at = decoder.raw_decode(text, begins.start())[1]
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}: {_in_words(text, error)}"
    except RecursionError:
        return None
    return None


def _in_words(text: str, error: json.JSONDecodeError) -> str:
    before = text[: error.pos].rstrip(_BLANKS)
    if error.pos >= len(text):
        return "it ends in the middle"
    if before.endswith(",") and text[error.pos] in "]}":
        return f"a comma before {text[error.pos]}"
    return error.msg[0].lower() + error.msg[1:]
