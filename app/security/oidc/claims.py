"""What claims of an issuer make of a caller: a name, a department, a region, and the roles that the settings give them."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from app.settings import Settings, listed
from models.caller import GRANTED, OIDC, Caller, CallerRole, level_of

LONGEST = 150
_TEXT = re.compile(r"[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*")
_REGION = re.compile(r"\d{2}(\d{2}){0,2}")


def caller_of_claims(claims: Mapping[str, Any], settings: Settings) -> Caller:
    """The caller that verified claims describe. Of roles those alone that the settings know, else none."""
    subject = subject_hash(str(claims["iss"]), str(claims["sub"]))
    department = _text(claim(claims, settings.oidc_department_claim))
    region = _text(claim(claims, settings.oidc_region_claim))
    roles = roles_of(claim(claims, settings.oidc_roles_claim), settings.oidc_roles)
    if department is None:
        roles -= {CallerRole.DEPARTMENT, CallerRole.APPROVER}
    roles -= {CallerRole.ENTERPRISE}  # an issuer does not say which enterprise it is
    return Caller(
        level=level_of(roles),
        id=f"{OIDC}{subject[:32]}",
        name=_name(claims, settings, subject),
        department=department,
        region=region if region is not None and _REGION.fullmatch(region) else None,
        roles=frozenset({CallerRole.PUBLIC, *roles}),
    )


def subject_hash(issuer: str, subject: str) -> str:
    """What stands for a subject of an issuer where it is not named."""
    return sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def _name(claims: Mapping[str, Any], settings: Settings, subject: str) -> str:
    """The name for people: what the issuer says, with a part of the hash, so that nobody goes by the name of another."""
    told = _text(claim(claims, settings.oidc_name_claim))
    if told is None:
        return f"{urlsplit(str(claims['iss'])).netloc[:LONGEST]} {subject[:16]}"
    return f"{told} ({subject[:8]})"


def claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by the names of the objects that it lies in, parted by points: `realm_access.roles`."""
    if not name:
        return None
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def roles_of(told: Any, settings: str) -> frozenset[CallerRole]:
    """The roles for what an issuer calls roles, a list or words: by the pairs of the settings, else those of the same name."""
    words = told.split() if isinstance(told, str) else told if isinstance(told, list) else []
    pairs = [pair.partition("=") for pair in listed(settings)]
    known = {theirs.strip(): ours.strip() for theirs, _, ours in pairs} if pairs else {str(role): str(role) for role in GRANTED}
    ours = {known[word] for word in words if isinstance(word, str) and word in known}
    return frozenset(role for role in GRANTED if role in ours)


def _text(told: Any) -> str | None:
    return told.strip() if isinstance(told, str) and len(told) <= LONGEST and _TEXT.fullmatch(told) else None
