"""Opaque cursors: where a page ended, at which tick and day, and of which question."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

from app.errors import InputError

LONGEST = 600


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place at which the next page begins, with the day and tick of the first page, so that nothing moves between pages."""

    after: list[Any]
    as_of: str
    known_at: int


def _mark(question: str, params: dict[str, Any]) -> str:
    return hashlib.blake2b(orjson.dumps([question, sorted(params.items())]), digest_size=6).hexdigest()


def write_cursor(question: str, params: dict[str, Any], cursor: Cursor) -> str:
    """The cursor as text, bound to the question and its parameters."""
    raw = orjson.dumps([_mark(question, params), cursor.after, cursor.as_of, cursor.known_at])
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read_cursor(question: str, params: dict[str, Any], text: str) -> Cursor:
    """The cursor in a text.

    Raises:
        InputError: it is no cursor, or one of another question or of other parameters.
    """
    try:
        raw = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        mark, after, as_of, known_at = raw
        if not isinstance(after, list) or not isinstance(as_of, str) or type(known_at) is not int:
            raise ValueError
        if len(after) > 4 or not all(type(a) in (str, int) for a in after):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, UnicodeEncodeError):
        raise InputError("cursor is none that was given out", parameter="cursor") from None
    if mark != _mark(question, params):
        raise InputError("cursor belongs to another list", parameter="cursor")
    return Cursor(after, as_of, known_at)
