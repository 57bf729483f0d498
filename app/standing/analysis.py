"""The interface of a standing analysis: what it reads, computes and stores, and which parties a change affects."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.answers.reading.session import Reader
from app.engine.shape import Storage, read_shape
from models.caller import PUBLIC_LEVEL

Progress = Callable[[str], None]
Value = float | int | str | bool


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding about a party: a relationship of this type from the `other` party, and its figures.

    `outside`: the other is no party of the graph (the words of a registration alone state it), so that there can be no
    relationship; its text is stored instead, and each of its figures is 1.
    """

    type: str
    other: str
    figures: tuple[float, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """The results of an analysis about one party: findings, sorted, and values by name.

    `fingerprint` is a hash of their direct inputs (None: there are none); "" where the stored results are not complete.
    """

    fingerprint: str | None = None
    findings: tuple[Finding, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def between(self) -> frozenset[Finding]:
        """The findings that are relationships between parties of the graph."""
        return frozenset(one for one in self.findings if not one.outside)

    @property
    def outside(self) -> tuple[Finding, ...]:
        """The findings whose other party is not in the graph."""
        return tuple(one for one in self.findings if one.outside)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The data from which results are computed; an analysis adds fields of its own.

    `size` is how many rows or links were read, `read` how many parties; `cut` are parties with too many records to read whole.
    """

    size: int
    read: int
    cut: frozenset[str]


I = TypeVar("I", bound=Inputs)  # noqa: E741 - the usual name of such a variable


class StandingAnalysis(ABC, Generic[I]):
    """An analysis of the whole graph whose results are stored in it: the base class of each.

    Results are of what callers of a level may see, in the strict view. About one party they must follow from what `read` gives,
    whether it was called for that party, for some or for all, to the last digit: so a refresh gives what computing everything
    does.
    """

    level: int = PUBLIC_LEVEL
    """What callers of this level see is analysed; the results are for no caller of a lower one."""
    name: str
    """The name of the analysis: its key in the schema (`standing`), and that of its state in the graph."""
    kinds: tuple[str, ...]
    """The kinds of party that have results."""
    figures: tuple[str, ...] = ()
    """The properties of a stored relationship that hold the figures of a finding."""
    values: tuple[str, ...] = ()
    """The names of the values of a party that are stored; null where there is none."""
    digested: frozenset[str] = frozenset()
    """The names of the values that count in the digest."""

    @property
    def storage(self) -> Storage:
        """The storage of the results, from the schema."""
        return read_shape().standing[self.name]

    @property
    @abstractmethod
    def method(self) -> Mapping[str, str]:
        """Everything besides the graph that results depend on, by name; where any of it has changed, all is computed anew."""

    async def premises(self, reader: Reader) -> Mapping[str, str]:
        """What of the day and of the graph as a whole results depend on, by name; where it changed, all is computed anew."""
        return {}

    @property
    @abstractmethod
    def changes(self) -> str:
        """A Cypher statement returning, as `id`, the parties whose inputs may have changed since the last refresh.

        Too many are harmless, too few are not. It has the macros of questions, `$as_of`, `$known_at` and `$today` with `$was_…`
        of the last refresh, `$level`, and `$days`: whether `$as_of` or `$today` has changed.
        """

    @abstractmethod
    async def affected(self, reader: Reader, changed: Collection[str]) -> Collection[str] | None:
        """The parties whose results these changes may affect; None where that cannot be determined."""

    @abstractmethod
    async def read(self, reader: Reader, before: Mapping[str, Results], *, whole: bool, progress: Progress) -> I:
        """The inputs of the results about the parties of `before`, which is what is stored of them now.

        `whole`: they are all there are. Otherwise the reader is the one that `affected` had.
        """

    @abstractmethod
    def work_out(self, inputs: I) -> Mapping[str, Results]:
        """The results, by party; those of parties outside the requested ones may be incomplete. Runs in a thread."""
