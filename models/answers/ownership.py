"""Who owns an enterprise and what a party owns, looked through: shares, paths, lists, and what nobody knows."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from models.answers.shapes import Incomplete, PartyEntry, not_there
from models.base import Model
from models.catalogue import Title


class BoundKind(StrEnum):
    """What the bounds of a share are.

    feasible: some shares within what is stated give each of them. outer: no shares within what is stated go beyond them,
    but perhaps none reach them.
    """

    FEASIBLE = "feasible"
    OUTER = "outer"


class End(StrEnum):
    """Why a share is not looked through any further.

    person, state, product: there is nothing behind that holds. nominee: it holds for owners unknown. unstated: no holder of
    this part is stated, or his share is not. no_list: no holder list is held. promoters: only promoters are named, who need
    not be holders today. inconsistent: the list adds up to more than the whole. closed: firms that own each other entirely,
    with no outside owner. cut: not fetched, for the limits of the question.
    """

    PERSON = "person"
    STATE = "state"
    PRODUCT = "product"
    NOMINEE = "nominee"
    UNSTATED = "unstated"
    NO_LIST = "no_list"
    PROMOTERS = "promoters"
    INCONSISTENT = "inconsistent"
    CLOSED = "closed"
    CUT = "cut"


class OwnershipPath(Model):
    """A chain from the holder to what it holds, without a loop, and the product of its shares.

    `share` is absent where a share of it is not known exactly; then it lies from `share_min` to `share_max`.
    """

    by_id: ClassVar = ("parties",)

    parties: tuple[str, ...]
    share: float | None
    share_min: float
    share_max: float


class Interest(PartyEntry):
    """What one party has of another. All shares are fractions of the whole, rounded to twelve decimals.

    `direct` is its share by the list that counts: 0 where it is not in the list, absent where its share is not stated or is a
    range. `integrated` is the share that passes through it directly and by way of others: V[i,j]/V[i,i] of V = (I-A)^-1
    (Brioschi, Buzzacchi and Colombo 1989; Vitali, Glattfelder and Battiston 2011); absent where only its bounds are known,
    and where both parties are in one closed loop, which has no outside owner and so no such figure. The bounds speak of
    named holders: what the same party may have through holders nobody names is in the residual, not here.
    `paths` are the chains that add most to it; what the other chains and loops add is `by_other_paths`.
    """

    form: str
    level: int = Field(description="The fewest steps between the two.")
    direct: float | None
    direct_min: float
    direct_max: float
    integrated: float | None
    integrated_min: float | None
    integrated_max: float | None
    bounds: BoundKind
    paths: tuple[OwnershipPath, ...] = ()
    by_other_paths: float | None = None
    end: End | None = Field(default=None, description="Why nothing is looked for behind it; absent: something is.")
    by_name: str | None = Field(
        default=None, exclude_if=not_there, description="The rule that linked the direct holder's name to this party."
    )
    facts: tuple[str, ...] = Field(default=(), description="The facts of its direct share.")


class OwnershipLink(Model):
    """A direct share within what was looked through. `level` counts steps from the party asked about, the nearest first."""

    by_id: ClassVar = ("holder", "enterprise")

    holder: str
    enterprise: str
    level: int
    share: float | None
    share_min: float
    share_max: float
    facts: tuple[str, ...]
    by_name: str | None = None


class StatedRow(Model):
    """A row of a holder list as it was stated: shares as ranges, amounts with their currency."""

    by_id: ClassVar = ("holder",)

    holder: str
    list_basis: str
    provider: str
    day: str
    fact: str
    share_min: float | None = None
    share_max: float | None = None
    votes_min: float | None = None
    votes_max: float | None = None
    subscribed: float | None = None
    subscribed_currency: str | None = None
    paid: float | None = None
    paid_currency: str | None = None


class DayOfList(Model):
    """What the rows of a list that speak of one day come to, as fractions of the whole."""

    day: str
    rows: int
    share_min: float
    share_max: float


class ShareByAmount(Model):
    """A row whose stated share is another than its subscribed amount gives (`by_amount`); `used` says which of them counts."""

    by_id: ClassVar = ("holder",)

    holder: str
    fact: str
    share_min: float
    share_max: float
    by_amount: float
    subscribed: float
    subscribed_currency: str
    used: Literal["share"]
    text: Title


class ListNote(Model):
    """What has to be known of an enterprise's list: it is not complete, contradicts itself, or others contradict it.

    `rows` are its rows as stated, where they could not be used; `conflicts` the rows of other lists that state something else.
    Of a list that adds up to more than the whole, `days` are the days its rows speak of, and `text` says why it does.
    `by_amount` are rows whose share is another than their amount gives.
    """

    by_id: ClassVar = ("enterprise",)

    enterprise: str
    state: str
    list_basis: str | None = None
    provider: str | None = None
    day: str | None = None
    unknown_min: float
    unknown_max: float
    rows: tuple[StatedRow, ...] = ()
    conflicts: tuple[StatedRow, ...] = ()
    days: tuple[DayOfList, ...] = ()
    text: Title | None = None
    by_amount: tuple[ShareByAmount, ...] = ()


class Residual(Model):
    """How much of the party asked about ends for one reason, and at whom, the largest first (at most twenty)."""

    by_id: ClassVar = ("at",)

    end: End
    share: float
    at: tuple[str, ...]


class SameName(Model):
    """Owners of one name within a linked neighbourhood, who may be one person: what they have together, if they are."""

    by_id: ClassVar = ("persons",)

    name: str
    persons: tuple[str, ...]
    integrated_min: float
    integrated_max: float
    text: Title


class SeveralRows(Model):
    """A person known by name alone who stands in `rows` of one list that nothing distinguishes: up to so many `persons`."""

    by_id: ClassVar = ("enterprise", "holder")

    enterprise: str
    holder: str
    name: str
    rows: int
    persons: int
    facts: tuple[str, ...]
    text: Title


class Owners(Model):
    """Who owns a party, looked through.

    `owners` come by their greatest possible share; `nominees` hold for owners unknown, and are none. `ends` divides the
    whole by where looking through ends, counting what is certain: it adds up to 1, or by as much more as lists pass the
    whole by rounding. `undetermined` are owners of one name who may be one person, `several_rows` one who may be several.
    `not_shown` is what ends at owners who are not among `owners`. `own_share` is what the party has of itself through
    loops. `closed_loops` are the firms that own each other entirely; `in_closed_loop`: the party is one of them, and nobody
    outside owns it.
    """

    by_id: ClassVar = ("party", "closed_loops")

    party: str
    basis: str
    owners: tuple[Interest, ...]
    shown: int
    total: int
    nominees: tuple[Interest, ...] = ()
    links: tuple[OwnershipLink, ...] = ()
    notes: tuple[ListNote, ...] = ()
    ends: tuple[Residual, ...] = ()
    undetermined: tuple[SameName, ...] = ()
    several_rows: tuple[SeveralRows, ...] = ()
    not_shown: float = 0.0
    own_share: float = 0.0
    closed_loops: tuple[tuple[str, ...], ...] = ()
    in_closed_loop: bool = False
    incomplete: tuple[Incomplete, ...] = ()


class Holdings(Model):
    """What a party owns, looked through; as `Owners`, downwards.

    `nominee`: the party holds for owners unknown, so nothing is its own, and nothing is listed.
    """

    by_id: ClassVar = ("party",)

    party: str
    basis: str
    holdings: tuple[Interest, ...]
    shown: int
    total: int
    links: tuple[OwnershipLink, ...] = ()
    notes: tuple[ListNote, ...] = ()
    in_closed_loop: bool = False
    nominee: bool = False
    incomplete: tuple[Incomplete, ...] = ()
