"""Keeps the secrets of webhooks sealed in the desk: they must be read again to sign, but not by who reads the desk alone."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken

from app.errors import SettingsError


@lru_cache(maxsize=4)
def _sealer(secret: bytes) -> Fernet:
    key = hmac.new(secret, b"quanjing: secrets of webhooks", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(text: str, secret: bytes) -> str:
    """A secret as it is kept."""
    return _sealer(secret).encrypt(text.encode()).decode()


def opened(text: str, secret: bytes) -> str:
    """A secret that was kept.

    Raises:
        SettingsError: it was sealed under another `QUANJING_SECRET`.
    """
    try:
        return _sealer(secret).decrypt(text).decode()
    except InvalidToken:
        raise SettingsError("the secrets of webhooks were kept under another QUANJING_SECRET") from None
