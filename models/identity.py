"""Who is who, as data: what registrations state of identifiers, the parties behind them, and what names alone may mean."""

from dataclasses import dataclass

from models.catalogue import Kind
from models.facts import ResolutionRule
from models.statements import Action

SCHEMES = ("uscc", "reg", "org", "stock", "dept", "pid", "src", "person", "name")
"""Schemes of identifiers, the strongest first: an identifier is `scheme:value`."""
_STRENGTH = {scheme: i for i, scheme in enumerate(SCHEMES)}


@dataclass(frozen=True, slots=True)
class Naming:
    """A level-0 statement of a category that identifies: the identifiers it equates, its own among them."""

    statement: str
    category: str
    provider: str
    own: str
    day: str
    seq: int
    action: Action
    identifiers: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class PartyId:
    """The party behind an identifier. `contested`: rows of several codes claim it, so it joins none of them."""

    id: str
    kind: Kind
    contested: bool = False
    mention: bool = False


@dataclass(frozen=True, slots=True)
class NameBearer:
    """A party bore a name in [valid_from, valid_to), by a believed level-0 registration.

    `region` is as the registration states it: a division code, or words that could not be read as one.
    """

    name: str
    party: str
    kind: Kind
    region: str | None
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class MentionId:
    """The parts of a mention's id `name:{kind}:{region}:{day}:{normalised name}`."""

    id: str
    kind: str
    region: str
    day: str
    name: str

    @classmethod
    def parse(cls, identifier: str) -> "MentionId":
        """Take the id of a mention apart."""
        _, kind, region, day, name = identifier.split(":", 4)
        return cls(identifier, kind, region, day, name)


@dataclass(frozen=True, slots=True)
class Resolution:
    """A mention means a party, by this rule."""

    mention: str
    party: str
    rule: ResolutionRule


def scheme(identifier: str) -> str:
    """The scheme of an identifier id."""
    return identifier.partition(":")[0]


def strength(identifier: str) -> tuple[int, str]:
    """Sort key: the strongest identifier first, ties by value."""
    return (_STRENGTH.get(scheme(identifier), len(SCHEMES)), identifier)
