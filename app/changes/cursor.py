"""Cursors of the change feed: a place among the changes that callers of one level see, sealed.

A cursor tells nobody how much there is besides what they see, and nobody can make one.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from app.errors import BadRequest

_FORM = struct.Struct(">8sBQ")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """The place after so many changes that callers of a level see, in the feed of a graph (its name: 32 hexadecimal digits)."""

    graph: str
    level: int
    after: int


@lru_cache(maxsize=4)
def _sealer(secret: bytes) -> AESSIV:
    return AESSIV(hmac.new(secret, b"quanjing: cursors of changes", hashlib.sha512).digest())


def seal(place: FeedPlace, secret: bytes) -> str:
    """A place as a cursor; the same place gives the same cursor."""
    plain = _FORM.pack(bytes.fromhex(place.graph)[:8], place.level, place.after)
    return base64.urlsafe_b64encode(_sealer(secret).encrypt(plain, None)).rstrip(b"=").decode()


def unseal(cursor: str, secret: bytes) -> FeedPlace:
    """The place of a cursor; of the graph's name, its first 16 digits.

    Raises:
        BadRequest: it is none, or was made under another secret.
    """
    try:
        sealed = base64.urlsafe_b64decode(cursor[:_LONGEST].encode("ascii") + b"=" * (-len(cursor[:_LONGEST]) % 4))
        graph, level, after = _FORM.unpack(_sealer(secret).decrypt(sealed, None))
    except (ValueError, binascii.Error, InvalidTag, struct.error, UnicodeEncodeError):
        raise BadRequest("that is no cursor of changes", parameter="since") from None
    return FeedPlace(graph.hex(), level, after)
