"""Who asks: a caller with its roles, and the levels that roles give."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from models.base import Model

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> str:
    """The present day in China, as an ISO string."""
    return datetime.now(SHANGHAI).date().isoformat()


class CallerRole(StrEnum):
    """What a caller does. Everybody is the public as well; who has no key is the public alone."""

    PUBLIC = "public"
    DEPARTMENT = "department"
    """Sends records, and answers for them."""
    INVESTIGATOR = "investigator"
    """Looks into single parties."""
    ANALYST = "analyst"
    """Asks about many parties at once."""
    NODE = "node"
    """Another node of the network, which takes the statements of its divisions."""
    OPERATOR = "operator"
    """Runs the service: keys, audit, jobs."""
    APPROVER = "approver"
    """Decides for its department which records the public is shown."""
    ENTERPRISE = "enterprise"
    """Files its own reports, and objects to what is recorded about it."""


ROLE_LEVELS: Mapping[CallerRole, int] = {
    CallerRole.PUBLIC: 0,
    CallerRole.DEPARTMENT: 1,
    CallerRole.INVESTIGATOR: 1,
    CallerRole.ANALYST: 1,
    CallerRole.NODE: 1,
    CallerRole.OPERATOR: 1,
    CallerRole.APPROVER: 1,
    CallerRole.ENTERPRISE: 0,
}
"""The highest level that a caller of each role may see.

Repaired records have level 2: repair ends that they are shared and used, so that no role has it over the network.
"""
GRANTED = tuple(role for role in CallerRole if role is not CallerRole.PUBLIC)
"""The roles that a key can have."""


def level_of(roles: Iterable[CallerRole]) -> int:
    """The highest level that a caller with these roles may see."""
    return max((ROLE_LEVELS[role] for role in roles), default=PUBLIC_LEVEL)


class Caller(Model):
    """A caller: the highest level they may see (0 is the public), and the real day on which publicity is judged.

    One who has shown a key has an `id`, a name, and roles; `department` is the provider whose records the caller may push,
    `party` the enterprise for which it files and objects, by its identifier,
    `region` a division of GB/T 2260 by its code or the beginning of it. `purpose` is why this request asks, as its sender says;
    `unmasked` are the types of sensitive values that it is therefore shown in full.
    """

    level: Annotated[int, Field(ge=0, le=3)] = 0
    today: str = Field(default_factory=today, pattern=r"^\d{4}-\d{2}-\d{2}$")
    id: str | None = None
    name: str | None = None
    department: str | None = None
    party: str | None = None
    region: str | None = None
    roles: frozenset[CallerRole] = frozenset({CallerRole.PUBLIC})
    purpose: str | None = None
    unmasked: frozenset[str] = frozenset()


PUBLIC_LEVEL = 0
OIDC = "oidc-"
"""How the ids of callers begin whom an issuer of OpenID Connect vouches for."""
