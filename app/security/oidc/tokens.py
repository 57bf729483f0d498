"""Verifies tokens of the issuer: signature by its keys, algorithm, issuer, audience, times."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from app.security.oidc.issuer import Issuer

TYPES = frozenset({None, "jwt", "at+jwt", "application/at+jwt"})
LONGEST = 16_384


@dataclass(frozen=True, slots=True)
class TokenRules:
    """What a token has to say to be taken: the audience it is for, the algorithms allowed, the leeway for clocks in seconds."""

    audience: str
    algorithms: tuple[str, ...]
    leeway: int


def is_token(text: str) -> bool:
    """Whether a text has the form of a token: three parts with points between them."""
    return len(text) <= LONGEST and text.count(".") == 2 and text.startswith("ey")


async def verified(token: str, issuer: Issuer, rules: TokenRules, nonce: str | None = None) -> Mapping[str, Any] | None:
    """The claims of a token; None where anything about it is not as it should be, whatever it is.

    Args:
        nonce: that of the request to sign in, where the token answers one.

    Raises:
        IssuerUnavailable: the keys of the issuer cannot be had.
    """
    header, claims = _parts(token)
    if claims.get("iss") != issuer.url or header.get("alg") not in rules.algorithms:
        return None  # before the issuer is asked for anything
    kid, kind = header.get("kid"), header.get("typ")
    if not (kid is None or isinstance(kid, str)) or (kind.lower() if isinstance(kind, str) else kind) not in TYPES:
        return None
    keys = await issuer.keys(kid)
    registry = JWSRegistry(algorithms=list(rules.algorithms), strict_check_header=False)
    wanted = jwt.JWTClaimsRegistry(
        leeway=rules.leeway,
        iss={"essential": True, "value": issuer.url},
        aud={"essential": True, "value": rules.audience},
        sub={"essential": True},
        exp={"essential": True},
    )
    try:
        found = jwt.decode(token, keys, algorithms=list(rules.algorithms), registry=registry).claims
        wanted.validate(found)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    if nonce is not None and found.get("nonce") != nonce:
        return None
    return found if _for_us(found, rules.audience) else None


def _for_us(claims: Mapping[str, Any], audience: str) -> bool:
    """Whether a token says of whom it speaks, and, where it is for several and says who asked for it, that it was for us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp")
    return bool(claims["sub"]) and not ("nonce" in claims and several and party not in (None, audience))


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, not verified; empty where it is none."""
    try:
        header, claims = (json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in token.split(".")[:2])
    except (ValueError, RecursionError):
        return {}, {}
    return (header, claims) if isinstance(header, dict) and isinstance(claims, dict) else ({}, {})
