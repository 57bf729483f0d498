"""What a standing analysis says of itself: what it reads, what follows, what is stored of a party, whom a change touches."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.answers.reading.session import Reader
from app.engine.shape import Storage, read_shape

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
    """What an analysis comes to about one party: findings, sorted, and values by name.

    `fingerprint` changes with anything these follow from directly (None: with nothing); "" where what is stored is not whole.
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
        """Those that are not."""
        return tuple(one for one in self.findings if one.outside)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read to work results out; an analysis adds its own.

    `size` is how many rows or links that is, `read` how many parties; of those in `cut` too much is recorded to be read.
    """

    size: int
    read: int
    cut: frozenset[str]


I = TypeVar("I", bound=Inputs)  # noqa: E741 - the usual name of such a variable


class StandingAnalysis(ABC, Generic[I]):
    """An analysis of the whole graph whose results are stored in it.

    Results are of what everybody may see, in the strict view. About one party they must follow from what `read` gives, whether
    it was asked for that party, for some or for all, to the last digit: so a refresh comes to what working out everything does.
    """

    name: str
    """Under which the schema (`standing`) says where results are stored, and under which the graph has its state."""
    kinds: tuple[str, ...]
    """The kinds of party that have results."""
    figures: tuple[str, ...] = ()
    """The properties of a stored relationship that hold the figures of a finding."""
    values: tuple[str, ...] = ()
    """The names of the values of a party that are stored; null where there is none."""
    digested: frozenset[str] = frozenset()
    """Those of the values that count in the digest."""

    @property
    def storage(self) -> Storage:
        """Where results are stored."""
        return read_shape().standing[self.name]

    @property
    @abstractmethod
    def method(self) -> Mapping[str, str]:
        """All that results depend on beside the graph, by name: where any of it is another, everything is worked out anew."""

    @property
    @abstractmethod
    def changes(self) -> str:
        """A statement that gives, as `id`, the parties of which anything that is read may be other than at the last refresh.

        Too many are harmless, too few are not. It has the macros of questions, `$as_of`, `$known_at` and `$today` with `$was_…`
        of the last refresh, `$level`, and `$days`: whether one of the two days is another.
        """

    @abstractmethod
    async def affected(self, reader: Reader, changed: Collection[str]) -> Collection[str] | None:
        """Whose results may be others because of these changes; None where that cannot be told."""

    @abstractmethod
    async def read(self, reader: Reader, before: Mapping[str, Results], *, whole: bool, progress: Progress) -> I:
        """All that the results about these parties follow from; `before` is what is stored of them.

        `whole`: they are all there are. Otherwise the reader is the one that `affected` had.
        """

    @abstractmethod
    def work_out(self, inputs: I) -> Mapping[str, Results]:
        """The results, by party; those about parties that were not asked for may not be whole. Runs in a thread."""
