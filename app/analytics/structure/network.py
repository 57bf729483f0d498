"""What analytics work on: parties, the rows of holder lists, roles and posts, as a question found them on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """What kind of body a party is, where it changes who owns or controls it."""

    COMPANY = "company"
    LISTED = "listed"
    JOINT_STOCK = "joint_stock"
    NON_COMPANY = "non_company"
    PARTNERSHIP = "partnership"
    SOLE_PROPRIETORSHIP = "sole_proprietorship"
    SOLE_TRADER = "sole_trader"
    COOPERATIVE = "cooperative"
    BRANCH = "branch"
    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    PRODUCT = "product"
    NOMINEE = "nominee"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """Which column of a holder list counts."""

    VOTES = "votes"
    SUBSCRIBED = "subscribed"
    PAID = "paid"


class Role(StrEnum):
    """Control or presence without shares."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    PRINCIPAL = "principal"
    MANAGING_PARTNER = "managing_partner"
    OPERATOR = "operator"
    INVESTOR = "investor"
    HEAD_OFFICE = "head_office"
    POST = "post"


class Bounds(NamedTuple):
    """A share in [0, 1], or the range it is known to lie in."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the range is one number."""
        return self.low == self.high


WHOLE = Bounds(0.0, 1.0)
"""What is known of a share of which nothing is stated."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency (ISO 4217)."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its id, kind (Enterprise, Person, Department, Organisation, Mention), name and form.

    `state_organ`: a body of government. By its registered type an enterprise may be one of the state (`state_owned`), or a
    foreign company's branch. `state` is that of its registration on the day, as the catalogue codes it,
    `capital` what is registered.
    """

    id: str
    kind: str
    name: str | None = None
    form: Form = Form.UNKNOWN
    state_organ: bool = False
    state_owned: bool = False
    foreign_branch: bool = False
    state: str | None = None
    capital: Money | None = None

    @property
    def is_person(self) -> bool:
        """Whether the party is a natural person."""
        return self.form is Form.PERSON or self.kind == "Person"


NO_ENTERPRISE = frozenset({Form.PERSON, Form.STATE, Form.NOMINEE, Form.PRODUCT})
"""The forms of what is no enterprise: nobody holds or controls it, and it is nobody's parent or subsidiary."""


def is_state(party: Party) -> bool:
    """Whether a party is a body of government; an enterprise that the state owns is not."""
    return party.state_organ or party.form is Form.STATE


def is_enterprise(party: Party) -> bool:
    """Whether a party is an enterprise: neither a person nor a body of government, nominee or product."""
    return party.form not in NO_ENTERPRISE and party.kind != "Person" and not party.state_organ


class LeftList(NamedTuple):
    """From which day on a holder is no longer in the list of the largest, and the most it has then; none where not known."""

    day: str
    at_most: float | None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row of one holder list, as stated and held on the day.

    `list_basis` is the list's own (register, annual_report, listed_report, promoters, top_ten); `day` the day the row speaks
    of; `fact` its fact id; `by_name` the rule that linked the holder by its name, absent where a code did. Shares are
    fractions; absent: not stated. `complete`: it stands in a list that was declared whole, so that nobody else holds.
    `entry` is what distinguishes it from the other entries of one stake: form, due date, class of share.
    `left`: it is known by now to have left a list of the largest, and when. `stated_holder` and `stated_enterprise` are whom
    the row itself speaks of, where somebody decided that they and others are one and `holder` and `enterprise` stand for them.
    """

    holder: str
    enterprise: str
    list_basis: str
    provider: str
    day: str
    fact: str
    share: Bounds | None = None
    votes: Bounds | None = None
    subscribed: Money | None = None
    paid: Money | None = None
    by_name: str | None = None
    complete: bool = False
    entry: str = ""
    left: LeftList | None = None
    stated_holder: str = ""
    stated_enterprise: str = ""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role or post that a party has in an enterprise: `title` as stated, `fact` its fact id, days (`until` exclusive).

    `by_name` is the rule that linked the party by its name, absent where a code did.
    """

    party: str
    enterprise: str
    role: Role
    fact: str
    title: str | None = None
    since: str | None = None
    until: str | None = None
    by_name: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """All that was found on one day: parties by id, rows of holder lists, roles. `cut`: parties not looked beyond."""

    parties: Mapping[str, Party]
    rows: tuple[HeldRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    cut: frozenset[str] = field(default_factory=frozenset)

    @property
    def size(self) -> int:
        """How many rows and roles there are: what working something out of it grows with."""
        return len(self.rows) + len(self.roles)


class ListState(StrEnum):
    """What the counted list of an enterprise is worth."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    PROMOTERS = "promoters"
    INCONSISTENT = "inconsistent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Stake:
    """What a holder has of an enterprise by the list that counts, tightened; `known` false: not stated at all."""

    holder: str
    bounds: Bounds
    facts: tuple[str, ...]
    known: bool = True
    by_name: str | None = None


@dataclass(frozen=True, slots=True)
class HolderList:
    """The one list of an enterprise that counts on a day and basis.

    `stakes` are its rows, one per holder; `residual` what nobody in it is known to hold; `raw` its rows as stated; `others`
    the rows of the lists that do not count, where they state something else: conflicts to be shown, never added. `capital` is
    the registered capital of the enterprise.
    """

    enterprise: str
    basis: Basis
    state: ListState
    list_basis: str | None = None
    provider: str | None = None
    day: str | None = None
    stakes: tuple[Stake, ...] = ()
    residual: Bounds = WHOLE
    raw: tuple[HeldRow, ...] = ()
    others: tuple[HeldRow, ...] = ()
    capital: Money | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """Who holds what on one basis: parties by id, the counted list of each enterprise, roles, parties not looked beyond."""

    basis: Basis
    parties: Mapping[str, Party]
    lists: Mapping[str, HolderList]
    roles: tuple[RoleRow, ...] = ()
    cut: frozenset[str] = field(default_factory=frozenset)
