"""The key with which another service is asked: in a file for its owner alone, or in the environment."""

import os
from pathlib import Path

from app.errors import InputError

KEY_VARIABLE = "QUANJING_KEY"


def key_in(file: Path | None) -> str:
    """The key: of a file that nobody else may read, or of the environment. Raises InputError."""
    if file is None:
        key = os.environ.get(KEY_VARIABLE, "").strip()
        if not key:
            raise InputError(f"a key is needed: --key-file FILE, or {KEY_VARIABLE}")
        return key
    try:
        if file.stat().st_mode & 0o077:
            raise InputError(f"{file}: others may read this key: chmod 600 it")
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from None
