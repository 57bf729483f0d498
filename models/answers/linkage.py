"""Suspected relations: what speaks for them, how strongly, and why two parties are not linked."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from models.answers.shapes import Incomplete
from models.base import Model


class SignalKind(StrEnum):
    """What two parties may have in common. `neighbourhood`: they are linked by records, this many hops apart."""

    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    AGENT = "agent"
    PERSON = "person"
    ESTABLISHED = "established"
    NUMBER = "number"
    NEIGHBOURHOOD = "neighbourhood"


class SignalState(StrEnum):
    """How a signal stands between two parties.

    shared: they have it in common, and it counts. weaker: they do, but another sign of the same thing counts instead.
    too_common: they do, as too many others do. name_alone: they have a name in common and nothing else. by_record: they have
    one and the same person, which is a relation on record and needs no suspicion. not_shared: both state it, and differ.
    not_stated: one of them does not state it. not_loaded: nobody states it. contradicted: their documents differ.
    """

    SHARED = "shared"
    WEAKER = "weaker"
    TOO_COMMON = "too_common"
    NAME_ALONE = "name_alone"
    BY_RECORD = "by_record"
    NOT_SHARED = "not_shared"
    NOT_STATED = "not_stated"
    NOT_LOADED = "not_loaded"
    CONTRADICTED = "contradicted"


class Signal(Model):
    """One signal between two parties.

    `value` is what they share, in the form in which it is compared: `count` of the `total` parties that state such a thing
    have it. `weight` is what it adds, in bits: log2 of how much likelier it is among related than among unrelated parties;
    less than 0 where it speaks against. `facts` are the facts that state it.
    """

    kind: SignalKind
    state: SignalState
    value: str | None = None
    count: int | None = None
    total: int | None = None
    hops: int | None = Field(default=None, description="Of a neighbourhood: how far apart.")
    weight: float = 0.0
    facts: tuple[str, ...] = ()


class SuspicionKind(StrEnum):
    """What is suspected: that two parties are related, or that two persons are one."""

    RELATED = "related"
    SAME_PERSON = "same_person"


class Band(StrEnum):
    """How strong a suspicion is."""

    STRONG = "strong"
    SUSPECTED = "suspected"
    BELOW = "below"


class Suspicion(Model):
    """Two parties (`a` < `b`) and what speaks for a relation between them, and against it.

    `score` is the sum of the weights in bits (Fellegi and Sunter 1969, with the frequency of each value); `prior` what is
    assumed before; `probability` what both come to. It is evidence and no fact: nothing is merged by it.
    """

    by_id: ClassVar = ("a", "b")

    kind: SuspicionKind
    a: str
    b: str
    score: float
    prior: float
    probability: float
    band: Band
    signals: tuple[Signal, ...]


class CommonValue(Model):
    """A value that so many have that it is not followed."""

    kind: SignalKind
    value: str
    count: int
    total: int
    shared_premises: bool = False


class CommonValues(Model):
    """The values that are not followed, the commonest first. `version` names this list: the same list has the same version."""

    version: str
    items: tuple[CommonValue, ...]


class Suspected(Model):
    """Suspected relations, the likeliest first, their parties by their ids. `compared` pairs were scored."""

    items: tuple[Suspicion, ...]
    shown: int
    total: int
    compared: int
    common: CommonValues
    rules: str
    rules_version: int
    suspected_from: float
    incomplete: tuple[Incomplete, ...] = ()


class Verdict(StrEnum):
    """Why two parties are linked by suspicion, or not.

    suspected: they are. by_record: one person is of both, which is a relation on record. below: what they share is not enough.
    only_common: all they share is shared by too many. name_alone: they share a name and nothing else. contradicted: their
    documents tell them apart. nothing_shared: they state things and share none. nothing_stated: there is nothing to compare.
    """

    SUSPECTED = "suspected"
    BY_RECORD = "by_record"
    BELOW = "below"
    ONLY_COMMON = "only_common"
    NAME_ALONE = "name_alone"
    CONTRADICTED = "contradicted"
    NOTHING_SHARED = "nothing_shared"
    NOTHING_STATED = "nothing_stated"


class WhyNot(Model):
    """Why two parties are not linked, or that they are: each signal with its state."""

    by_id: ClassVar = ("a", "b")

    a: str
    b: str
    verdict: Verdict
    suspicion: Suspicion
    suspected_from: float
    common_version: str
