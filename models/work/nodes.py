"""What one node of the network gives another: statements with their evidence, digests of them, and what differs."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from models.base import NO_NUL, Model
from models.statements import Action

MOST_ITEMS = 1000
"""The most statements of a page."""
MOST_IDS = 200
"""The most statements that are asked for by their ids at once."""
Short = Annotated[str, Field(max_length=400, pattern=NO_NUL)]
Text = Annotated[str, Field(max_length=4_000_000, pattern=NO_NUL)]
"""As long as a cell of a CSV file may be, the longest that is loaded."""
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
BatchId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z_.:-]+$")]
Division = Annotated[str, Field(max_length=12, pattern=r"^[0-9]*$")]
Prefix = Annotated[str, Field(max_length=8, pattern=r"^([0-9a-f]{2})*$")]
GraphName = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Value = Text | bool | int | float | tuple[Text, ...]


class GivenArrival(Model):
    """That a statement stands in a believed batch: where in its document, and the remarks on the row."""

    batch: BatchId
    place: Text
    document: Text | None = None
    remarks: Annotated[tuple[Text, ...], Field(max_length=2000)] = ()


class GivenRef(Model):
    """A reference of a statement to a party, as stated."""

    role: Short
    identifier: Text
    name: Text | None = None


class GivenStatement(Model):
    """A statement as another node may have it. Its id is the hash of its content, unless some of that is not given.

    `withheld`: values are left out that the caller may not see; `erased`: what it stated of a person is gone at the source.
    `filed_in` are the divisions it is filed under there, the one it is counted in first.
    """

    id: Id
    category: Short
    provider: Annotated[Text, Field(min_length=1)]
    key: Annotated[tuple[Text, ...], Field(max_length=40)]
    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    seq: Annotated[int, Field(ge=-(2**53), le=2**53)]
    action: Action
    level: Annotated[int, Field(ge=0, le=3)]
    values: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")], Value]
    refs: Annotated[tuple[GivenRef, ...], Field(max_length=60)] = ()
    names: Annotated[tuple[Text, ...], Field(max_length=60)] = ()
    scope: tuple[Text, ...] | None = None
    withheld: bool = False
    erased: bool = False
    filed_in: Annotated[tuple[Division, ...], Field(max_length=1000)] = ()
    arrivals: Annotated[tuple[GivenArrival, ...], Field(max_length=100_000)]


class GivenBatch(Model):
    """A batch as its node has it: which document of which provider, read when and how.

    `trail` names the graphs through which it came, the one in which it was loaded first, that of the giving node last.
    """

    batch: BatchId
    category: Short
    version: int | None = None
    document: Text | None = None
    sha256: Short | None = None
    provider: Text | None = None
    day: Short | None = None
    loaded_at: Short | None = None
    newest: Short | None = None
    lenient: bool | None = None
    trail: Annotated[tuple[GraphName, ...], Field(max_length=100)] = ()


class StatementPage(Model):
    """Statements of a node that changed since a cursor, in the order in which they did.

    `batches` are those in which they stand; `withdrawn` batches and `erased` statements are no longer believed there.
    """

    level: Annotated[int, Field(ge=0, le=3, description="The highest level of what is given.")]
    items: Annotated[tuple[GivenStatement, ...], Field(max_length=3 * MOST_ITEMS)]
    batches: Annotated[tuple[GivenBatch, ...], Field(max_length=1_000_000)] = ()
    withdrawn: Annotated[tuple[BatchId, ...], Field(max_length=1_000_000)] = ()
    erased: Annotated[tuple[Id, ...], Field(max_length=1_000_000)] = ()
    shown: int
    next: Annotated[str, Field(max_length=300)]
    more: bool


class DigestRow(Model):
    """The digest of the statements of one category that are counted in one division (empty: in none that is known)."""

    category: Short
    region: Division
    statements: int
    digest: Id


class Digests(Model):
    """The digests of a node's believed statements that the caller may see, by category and division."""

    level: int
    items: tuple[DigestRow, ...]
    shown: int


class Bucket(Model):
    """The statements of a category whose ids begin alike."""

    prefix: Prefix
    statements: int
    digest: Id


class BucketListing(Model):
    """What a category holds under a beginning of ids: buckets, or, where there are few, each statement and its mark."""

    buckets: tuple[Bucket, ...] = ()
    statements: Annotated[tuple[tuple[Id, Short], ...], Field(max_length=100_000)] = ()
    shown: int


class Where(StrEnum):
    """Where a statement is that differs between two nodes."""

    HERE = "here"
    THERE = "there"
    BOTH = "both"


class StatementDifference(Model):
    """A statement that is on one node only, or is not the same on both."""

    category: str
    statement: str
    where: Where


class ComparedRow(Model):
    """How many statements of a category and division two nodes have, and whether they are the same."""

    category: str
    region: str
    here: int
    there: int
    equal: bool


class Refusal(Model):
    """Why statements of a node were not taken, how many, and the first of them."""

    reason: str
    count: int
    first: tuple[str, ...]


class RolledUp(Model):
    """What came of following a node: statements read, those new here, batches withdrawn, statements erased, those refused.

    `own` counts statements that the node has from here: they are not taken back. `kept` are batches and statements that
    the node takes back and others state here too, so that they stay.
    """

    node: str
    pages: int = 0
    read: int = 0
    new: int = 0
    withdrawn: int = 0
    erased: int = 0
    own: int = 0
    kept: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    more: bool = False
    seconds: float = 0.0


class NodeComparison(Model):
    """A comparison of two nodes: by category and division, then statement by statement where they differ."""

    node: str
    level: int
    rows: tuple[ComparedRow, ...]
    differences: tuple[StatementDifference, ...]
    differing: int
    equal: bool
    mended: RolledUp | None = None
    requests: int
    seconds: float


class NewNode(Model):
    """Another node whose statements are taken: its address, and from which divisions, categories and providers (empty: all)."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S+$")]
    url: Annotated[str, Field(max_length=2000, pattern=r"^https?://[^\s?#]+$")]
    region: Division = ""
    categories: Annotated[tuple[Short, ...], Field(max_length=200)] = ()
    providers: Annotated[tuple[Short, ...], Field(max_length=50)] = ()


class NodeCard(NewNode):
    """A node that is known, without its key."""

    providers: Annotated[tuple[Short, ...], Field(max_length=1000)] = ()
    created_at: datetime
    created_by: str


class Nodes(Model):
    """The nodes that are known, by name."""

    items: tuple[NodeCard, ...]
    shown: int
    total: int


class NewHandover(Model):
    """The file of a party that is to be taken over from a node."""

    node: Annotated[str, Field(max_length=60)]
    party: Annotated[str, Field(max_length=200, pattern=NO_NUL, description="An identifier of the party.")]
