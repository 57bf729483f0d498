"""What the writer reads and writes inside one transaction, whatever keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from models.catalogue import Category
from models.facts import Arrival, Cover, FactLink, LinkedStatement, Meaning
from models.identity import NameBearer, Naming, PartyId, Resolution
from models.statements import Scalar, Statement
from models.traits import StatedTrait
from models.values.same_number import Numbered


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """A statement that is there: whether it is believed, and its arrival in the batch at hand, if any."""

    believed: bool
    place: str | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """A statement came in a batch: its place in the document, whether this made it known, and the remarks on the row."""

    statement: str
    batch: str
    place: str
    new: bool
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouped:
    """The derived properties of a statement: group, snapshot scope, and the party its edges hang on.

    `named` is the place in its list of the name alone, or that of the document whose number, that it states; `listed_as`
    the identifier of whom that list names so.
    """

    statement: str
    group: str | None
    scope: str | None
    anchor: str | None
    named: str | None = None
    listed_as: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored statement with what it was derived to be until now."""

    linked: LinkedStatement
    group: str | None
    scope: str | None
    anchor: str | None
    listed_as: str | None = None


@dataclass(slots=True)
class NewStatements:
    """New truth of one transaction: statements, how they came, and who is who after them.

    `grouped` places each of the statements; `called` are (statement, normalised name) of naming rows; `traits` are what the
    statements state that others may state too; `identifies` the identifiers whose party is new or other than before, `moved`
    those that had one, `there` those known to be stored although they have none; `revived` statements believed again.
    """

    statements: list[Statement] = field(default_factory=list)
    grouped: list[Grouped] = field(default_factory=list)
    called: list[tuple[str, str]] = field(default_factory=list)
    traits: list[StatedTrait] = field(default_factory=list)
    arrivals: list[Arrived] = field(default_factory=list)
    identifies: dict[str, PartyId] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    revived: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Derived:
    """What follows from it: groups, relationships to make, end and drop, names of parties, resolutions.

    `names` maps a party to its display name and all its names, one a line. `clean` are statements that no longer wait,
    `dirty_groups` groups whose statements must; `dirty_mentions` makes every statement wait that states a party by name.
    `moved` are mentions of earlier statements that now mean something else: what refers to them must wait.
    `waits` are statements that count from a later day. `arrivals` are those of statements in touched groups.
    """

    grouped: list[Grouped] = field(default_factory=list)
    make: list[FactLink] = field(default_factory=list)
    end: list[FactLink] = field(default_factory=list)
    drop: list[FactLink] = field(default_factory=list)
    names: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    resolutions: dict[str, list[Resolution]] = field(default_factory=dict)
    clean: list[str] = field(default_factory=list)
    dirty_groups: list[str] = field(default_factory=list)
    dirty_mentions: bool = False
    waits: dict[str, str] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    arrivals: dict[str, tuple[Arrival, ...]] = field(default_factory=dict)

    @property
    def unsettled(self) -> bool:
        """Whether statements must wait for what follows from this."""
        return bool(self.dirty_groups or self.dirty_mentions or self.moved)


@dataclass(frozen=True, slots=True)
class NamingFact:
    """A believed level-0 registration of a party: since when, and the values of its naming properties."""

    category: str
    valid_from: str
    statement: str
    values: Mapping[str, Scalar]


class Store(Protocol):
    """One transaction over the stored graph, at one tick, on a day in China."""

    tick: int
    today: str

    @property
    def before(self) -> "Store":
        """What was committed before this transaction, to be read while it goes on: for reads that need not see its writes."""

    def lacks(self, category: str, key: str) -> bool:
        """Whether surely no statement of the category is stored under this id, group, list or place, without a look-up."""

    async def known(self, statements: Sequence[str], batch: str) -> dict[str, KnownStatement]:
        """Statements that are there, by id."""

    async def parties(self, identifiers: Sequence[str]) -> dict[str, PartyId]:
        """Identifiers that are there, and their party."""

    async def naming(self, identifiers: Sequence[str]) -> list[Naming]:
        """Believed level-0 statements of categories that identify, of whatever action, that name any of these identifiers.

        Those of days yet to come are left out."""

    async def linked(self, identifiers: Sequence[str]) -> list[str]:
        """Organisation codes inside these USCCs, and USCCs that hold these organisation codes, as far as they are there."""

    async def anchored(self, identifiers: Sequence[str]) -> list[str]:
        """Person identifiers anchored in these identifiers."""

    async def statements_of(self, groups: Sequence[str]) -> dict[str, list[Stored]]:
        """Statements of these groups."""

    async def have(
        self, category: Category, statements: Sequence[str], anchored: Mapping[str, Sequence[str]]
    ) -> list[FactLink]:
        """Derived relationships of these statements; of a category of edges, those of the groups by the party they hang on."""

    async def covers(self, scopes: Sequence[str]) -> dict[str, list[Cover]]:
        """Coverages of these scopes."""

    async def endings(self, scopes: Sequence[str]) -> dict[str, list[LinkedStatement]]:
        """Removals and repairs that name records without their whole keys, by what they share with these."""

    async def stated(self, parties: Sequence[str], categories: Sequence[str]) -> list[LinkedStatement]:
        """What these parties state of themselves in these categories."""

    async def depending(self, parties: Sequence[str]) -> list[str]:
        """The scopes of those lists of these parties that are whole only if their amounts come to what a party states."""

    async def groups_in_scope(self, scope_days: Sequence[tuple[str, str]]) -> list[str]:
        """Groups that have a statement of another day in one of these (scope, day)."""

    async def named(self, places: Sequence[str]) -> list[Stored]:
        """Statements that state a name alone at these places of lists."""

    async def listed(self, scope_days: Sequence[tuple[str, str]]) -> list[Stored]:
        """Statements of these lists: of one scope and day each."""

    async def numbered(self, asked: Sequence[tuple[str, int]], at_most: int) -> dict[tuple[str, int], list[Numbered]]:
        """What believed rows of a level and below state of the document at a place, by (place, level); so many rows of each."""

    async def names_of_documents(self, identifiers: Sequence[str], at_most: int) -> dict[str, list[tuple[str, int]]]:
        """The names that believed rows give these identifiers, each with the level of its row; so many of each identifier."""

    async def naming_facts(self, parties: Sequence[str]) -> dict[str, list[NamingFact]]:
        """Believed level-0 registrations of these parties."""

    async def bearers(self, names: Sequence[str]) -> list[NameBearer]:
        """Who bore these names, at any time."""

    async def borne_by_others(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        """Who bore these names at any time, of those stated of a party that never bore them: by name and party."""

    async def mentions(self, names: Sequence[str]) -> dict[str, list[Resolution]]:
        """Mentions of these names, and what they resolve to now."""

    async def meanings(self, mentions: Sequence[str]) -> dict[str, Meaning]:
        """What these mentions are now found to mean, those that mean somebody."""

    async def complete_regions(self) -> list[str]:
        """Division codes for which a believed registry is declared complete."""

    async def ripen(self, limit: int) -> None:
        """Have statements that count by now, and did not when they came, derived again; at most `limit` of one day."""

    async def dirty(self, limit: int) -> list[Stored]:
        """Statements that wait to be derived again."""

    async def write_truth(self, truth: NewStatements) -> None:
        """Keep new truth, rewrite who is who, and mark what refers to moved identifiers dirty."""

    async def write_derived(self, derived: Derived) -> None:
        """Keep what follows."""
