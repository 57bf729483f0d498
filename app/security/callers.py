"""Identifies the caller of an HTTP request. There are no keys yet: every caller is the public."""

from starlette.types import Scope

from models.caller import PUBLIC_LEVEL, Caller


def http_caller(scope: Scope) -> Caller:
    """The caller of a request: the public, on the real day."""
    return Caller(level=PUBLIC_LEVEL)
