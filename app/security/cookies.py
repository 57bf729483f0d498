"""Cookies of the service: their names and attributes, reading them from a request, and sending them with its answer.

An answer takes along what was put on it by `send_cookie`, whatever route or error makes it (`app/api/around/cookies.py`).
"""

import re

from starlette.types import Scope

SESSION = "quanjing"
STATE = "cookies"
_RANDOM = re.compile(r"[A-Za-z0-9_-]{43}")


def is_random(token: str) -> bool:
    """Whether a text has the form of 256 random bits (`secrets.token_urlsafe(32)`), which cookies of this service hold."""
    return _RANDOM.fullmatch(token) is not None


def over_tls(scope: Scope, tls: bool) -> bool:
    """Whether the browser speaks https: by the settings, or as a trusted proxy says."""
    return tls or scope.get("scheme") == "https"


def cookie_name(name: str, secure: bool, path: str = "/") -> str:
    """The name of a cookie; over https with the prefix that keeps other hosts, and http, from setting it."""
    if not secure:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


def cookie_of(scope: Scope, name: str) -> str | None:
    """What a cookie of a request holds; None where there is none, or several of that name."""
    header = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie")
    pairs = (part.strip().partition("=") for part in header.split(";"))
    values = [value for key, _, value in pairs if key == name]
    return values[0] if len(values) == 1 else None


def send_cookie(
    scope: Scope, name: str, value: str, *, seconds: int | None, secure: bool, path: str = "/", strict: bool = False
) -> None:
    """Have the answer to a request set a cookie that no script can read; 0 `seconds` remove it."""
    parts = [f"{name}={value}", f"Path={path}", "HttpOnly", f"SameSite={'Strict' if strict else 'Lax'}"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if secure:
        parts.append("Secure")
    scope.setdefault("state", {}).setdefault(STATE, []).append("; ".join(parts).encode("latin-1"))
