"""The form of a key: `qj_` and an id that may be shown, `_` and 256 random bits of which only the SHA-256 is kept.

The bits are random, so that a fast hash is safe: there is nothing to guess that a dictionary would hold.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

PREFIX = "qj"
ID_BYTES, SECRET_BYTES = 6, 32
_KEY = re.compile(rf"{PREFIX}_([0-9a-f]{{{2 * ID_BYTES}}})_([0-9a-f]{{{2 * SECRET_BYTES}}})")
_NOBODY = "0" * (2 * ID_BYTES)
NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; `text` is shown once."""

    id: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class GivenKey:
    """A key as somebody sent it: the id that it claims, and the digest of its secret part."""

    id: str
    digest: str


def new_id() -> str:
    """A random id."""
    return secrets.token_hex(ID_BYTES)


def new_key() -> NewKey:
    """A new random key."""
    key, secret = new_id(), secrets.token_hex(SECRET_BYTES)
    return NewKey(key, f"{PREFIX}_{key}_{secret}", sha256(secret.encode()).hexdigest())


def given_key(text: str) -> GivenKey:
    """The parts of a key that was sent. What is no key has an id that nobody has, so that it is looked up like any other."""
    found = _KEY.fullmatch(text)
    key, secret = found.groups() if found else (_NOBODY, text[: 2 * SECRET_BYTES])
    return GivenKey(key, sha256(secret.encode()).hexdigest())


def same(given: GivenKey, digest: str | None) -> bool:
    """Whether the digest kept for a key, if there is one, is that of the key sent; takes equally long where it is not."""
    return hmac.compare_digest(given.digest, digest or NO_DIGEST)
