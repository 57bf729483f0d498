"""Callers as operators see and make them: their roles, and their keys without the secret part."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from models.base import Model
from models.caller import CallerRole

MOST_DAYS = 3650
Region = Annotated[str, Field(pattern=r"^\d{2}(\d{2}){0,2}$", description="A division of GB/T 2260: 2, 4 or 6 digits.")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
GrantedRole = Literal[
    CallerRole.DEPARTMENT,
    CallerRole.INVESTIGATOR,
    CallerRole.ANALYST,
    CallerRole.NODE,
    CallerRole.OPERATOR,
    CallerRole.APPROVER,
    CallerRole.ENTERPRISE,
]
Party = Annotated[str, Field(max_length=200, pattern=r"^[a-z]+:\S+$", description="An identifier, scheme:value.")]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS, description="Days for which the key is good.")]


def _each_once(roles: tuple[GrantedRole, ...]) -> tuple[GrantedRole, ...]:
    return tuple(dict.fromkeys(roles))


class NewCaller(Model):
    """A caller to be added: who it is, and what it may do."""

    name: Annotated[Name, Field(description="Who it is, for people; no two callers have one name.")]
    department: Annotated[Name | None, Field(description="The provider for which it pushes; a department has one.")] = None
    party: Annotated[Party | None, Field(description="The enterprise that it acts for; an enterprise has one.")] = None
    region: Region | None = None
    roles: Annotated[tuple[GrantedRole, ...], Field(min_length=1, max_length=5), AfterValidator(_each_once)]
    days: Days | None = None

    @model_validator(mode="after")
    def _department_has_one(self) -> Self:
        if CallerRole.DEPARTMENT in self.roles and not self.department:
            raise ValueError("a caller with the role department needs its department")
        if CallerRole.APPROVER in self.roles and not self.department:
            raise ValueError("a caller with the role approver needs its department")
        alone = self.roles == (CallerRole.ENTERPRISE,) and self.party is not None and self.department is None
        if not alone and (CallerRole.ENTERPRISE in self.roles or self.party):
            raise ValueError("a caller with the role enterprise needs its party, and has no other role and no department")
        return self


class Rotation(Model):
    """How a caller's key is changed for a new one; the old one stays good for `overlap_hours`."""

    days: Days | None = None
    overlap_hours: Annotated[int, Field(ge=0, le=24 * 30, description="Hours for which the old key stays good.")] = 0


class KeyCard(Model):
    """A key, without its secret part."""

    id: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: Annotated[datetime | None, Field(description="To the minute or so.")] = None


class CallerCard(Model):
    """A caller and its keys, the newest first."""

    id: str
    name: str
    department: str | None = None
    party: str | None = None
    region: str | None = None
    roles: tuple[CallerRole, ...]
    level: int
    created_at: datetime
    created_by: str
    revoked_at: datetime | None = None
    keys: tuple[KeyCard, ...] = ()


class CallerCards(Model):
    """All callers, by name."""

    items: tuple[CallerCard, ...]
    shown: int
    total: int
    next: str | None = None


class IssuedKey(Model):
    """A new key, in full: it is shown this once, and stands nowhere."""

    id: Annotated[str, Field(description="The caller's id.")]
    name: str
    key: Annotated[str, Field(description="To be sent as `Authorization: Bearer KEY`.")]
    key_id: str
    expires_at: datetime | None
    roles: tuple[CallerRole, ...]
    level: int


class WhoAmI(Model):
    """Who the service takes the sender of a request for; without a key, the public.

    `by` is what says so: a key, a token of the issuer, the session of a browser that is signed in on the pages, or nothing.
    """

    id: str | None = None
    name: str | None = None
    department: str | None = None
    party: str | None = None
    region: str | None = None
    roles: tuple[CallerRole, ...]
    level: int
    by: Literal["nothing", "key", "token", "session"] = "nothing"
    until: Annotated[datetime | None, Field(description="When the session ends, at the latest.")] = None
