"""What cannot be worked out: a class for each kind, with what it is about as data. `app.answers.problems` says it in words."""

from dataclasses import dataclass
from typing import Literal


class AnalyticsError(Exception):
    """Anything that analytics raises on purpose."""

    def __str__(self) -> str:
        return repr(self)


@dataclass(eq=False)
class UnknownParty(AnalyticsError):
    """The party is not in the structure or graph that was given."""

    party: str


@dataclass(eq=False)
class NotAnEnterprise(AnalyticsError):
    """What is asked of an enterprise is asked of another party: its beneficial owners, or its related parties."""

    party: str
    subject: Literal["owners", "related"]


@dataclass(eq=False)
class OnePartyTwice(AnalyticsError):
    """Two different parties are compared, or two different persons, and one is given twice."""

    party: str
    of: Literal["parties", "persons"]


@dataclass(eq=False)
class OutOfRange(AnalyticsError):
    """A number is below its least, or above its most where there is one. `name`: what is counted."""

    name: Literal["parties", "hops", "paths", "steps", "depth", "limit"]
    least: int
    most: int | None = None


@dataclass(eq=False)
class InfluenceUnknown(AnalyticsError):
    """The rule set of that name does not say from which share on influence is significant."""

    rules: str


@dataclass(eq=False)
class NoMajority(AnalyticsError):
    """By the rule set of that name half of the votes or fewer are control, so that several may control one."""

    rules: str


@dataclass(eq=False)
class TooFewInConcert(AnalyticsError):
    """A group that acts in concert has fewer than two parties."""


@dataclass(eq=False)
class UnknownInConcert(AnalyticsError):
    """A group that acts in concert has parties that are not in the structure."""

    parties: tuple[str, ...]


@dataclass(eq=False)
class UnknownSection(AnalyticsError):
    """No list of that name is compared between two days."""

    section: str


@dataclass(eq=False)
class KeyLacking(AnalyticsError):
    """An item that is compared between two days has no such field, by which it is known."""

    field: str


@dataclass(eq=False)
class UnknownIndicator(AnalyticsError):
    """An event is of an indicator that there is not, or of a grade that the indicator does not have."""

    indicator: str
    grade: str | None = None


@dataclass(eq=False)
class RiskOutOfRange(AnalyticsError):
    """A strength of an edge is not in (0, 0.95], a part is none, or own risk is below nothing. `of`: the fact, or the party."""

    name: Literal["strength", "part", "own"]
    of: str
