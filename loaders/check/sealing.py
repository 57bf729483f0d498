"""Sensitive cells of refused rows: sealed under the secret, so that a file of them holds none in clear and still comes back."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken

MARK = "sealed:"
"""What a sealed cell begins with."""


@lru_cache(maxsize=4)
def _sealer(secret: bytes) -> Fernet:
    key = hmac.new(secret, b"quanjing: cells of rejects", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str, secret: bytes) -> str:
    """A cell as nobody can read it without the secret; an empty or sealed one stays as it is."""
    if not text.strip() or is_sealed(text):
        return text
    return MARK + _sealer(secret).encrypt(text.encode("utf-8", "replace")).decode()


def is_sealed(text: str) -> bool:
    """Whether a cell is sealed."""
    return text.startswith(MARK)


def unseal(text: str, secret: bytes) -> str | None:
    """What was sealed, or the text itself where nothing was; None where it was sealed under another secret or is damaged."""
    if not is_sealed(text):
        return text
    try:
        return _sealer(secret).decrypt(text.removeprefix(MARK).strip()).decode()
    except InvalidToken:
        return None
