"""What checking a whole graph finds."""

from enum import StrEnum

from models.base import Model


class What(StrEnum):
    """What differs: a statement from what was stated, or what is derived from what statements come to."""

    STATEMENT = "statement"
    FACT = "fact"
    IDENTITY = "identity"
    NAME = "name"


class Differing(Model):
    """One thing that is not as it should be: its id (none where only a count differs), and how it differs."""

    what: What
    id: str
    text: str


class Checked(Model):
    """A graph checked: `digest` is over what it believes now; `tick` is the last one.

    A deep check looks at every statement, fact and identifier; of what differs the first are given, of `differing_total` in
    all. `erased`: statements from which something was erased, so that what is left cannot be compared with what was
    stated; or of which a node withheld some.
    `settling`: something waits to be worked in. `moved`: something was written meanwhile; what differs may be that.
    """

    categories: int
    questions: int
    engine: str
    tick: int
    digest: str | None = None
    statements: int | None = None
    facts: int | None = None
    identifiers: int | None = None
    erased: int = 0
    differing: tuple[Differing, ...] | None = None
    differing_total: int = 0
    settling: bool = False
    moved: bool = False
