"""Cursors of the feed of statements: a place among the statements of a graph in the order in which they changed, sealed."""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from app.errors import BadRequest, StartOver

_FORM = struct.Struct(">8sBQ16s")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class StatementPlace:
    """The place after the statements of a tick up to an id (32 hexadecimal digits; empty: before the first of that tick)."""

    graph: str
    level: int
    tick: int
    after: str = ""


@lru_cache(maxsize=4)
def _sealer(secret: bytes) -> AESSIV:
    return AESSIV(hmac.new(secret, b"quanjing: cursors of statements", hashlib.sha512).digest())


def seal(place: StatementPlace, secret: bytes) -> str:
    """A place as a cursor; the same place gives the same cursor."""
    plain = _FORM.pack(bytes.fromhex(place.graph), place.level, place.tick, bytes.fromhex(place.after or "0" * 32))
    return base64.urlsafe_b64encode(_sealer(secret).encrypt(plain, None)).rstrip(b"=").decode()


def unseal(cursor: str, secret: bytes) -> StatementPlace:
    """The place of a cursor.

    Raises:
        BadRequest: it is none. StartOver: it was made under another secret, or altered.
    """
    try:
        text = cursor[:_LONGEST].encode("ascii")
        sealed = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
        graph, level, tick, after = _FORM.unpack(_sealer(secret).decrypt(sealed, None))
    except InvalidTag:
        raise StartOver("that cursor was made under another secret: read the statements from the beginning") from None
    except (ValueError, binascii.Error, struct.error, UnicodeEncodeError):
        raise BadRequest("that is no cursor of statements", parameter="since") from None
    return StatementPlace(graph.hex(), level, tick, after.hex() if any(after) else "")
