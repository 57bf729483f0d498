"""Whether a request comes from a page of this service, as browsers say by `Origin` and `Sec-Fetch-Site`."""

import hmac
from urllib.parse import urlsplit

from starlette.types import Scope

from app.errors import Forbidden
from app.security.cookies import over_tls

ELSEWHERE = "this was not sent from a page of this service"


def check_origin(scope: Scope, tls: bool) -> None:
    """Check that a request comes from a page of this service; returns nothing.

    Raises:
        Forbidden: it comes from elsewhere, or does not say from where.
    """
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if site is not None and site != "same-origin":
        raise Forbidden(ELSEWHERE)
    if origin is None:
        if site is None:
            raise Forbidden(ELSEWHERE)
        return
    given = urlsplit(origin)
    secure = over_tls(scope, tls)
    if given.netloc.lower() != headers.get(b"host", "").lower() or given.scheme not in (
        ("https",) if secure else ("http", "https")
    ):
        raise Forbidden(ELSEWHERE)


def same_token(given: object, kept: str) -> bool:
    """Whether a form brought the token that it was given; takes equally long where it did not."""
    return hmac.compare_digest(given.encode() if isinstance(given, str) else b"", kept.encode())
