"""The receipt of one file: what became of each of its rows, and what followed in the graph."""

from enum import StrEnum
from typing import Any

from pydantic import model_validator

from models.base import Model

_FORMER = "as_told"
"""What receipts that were stored earlier call `as_stated`."""


class RemarkKind(StrEnum):
    """What a remark on a row says: a cell was mended; one that could not be read is kept as stated (or, personal, left out);
    two cells say different things; a name is that of another than the code beside it; a document number is stated under another
    name too; or else."""

    MENDED = "mended"
    AS_STATED = "as_stated"
    OTHERWISE = "otherwise"
    NAME_BESIDE = "name_beside"
    TWO_NAMES = "two_names"
    OTHER = "other"

    @classmethod
    def _missing_(cls, value: object) -> "RemarkKind | None":
        return cls.AS_STATED if value == _FORMER else None


class Remark(Model):
    """One remark, which begins with the column it is on, the number of accepted rows that have it, and their first lines."""

    kind: RemarkKind
    remark: str
    rows: int
    lines: tuple[str, ...]


class TakenFor(StrEnum):
    """What may be taken for granted in reading a file."""

    PROVIDER = "provider"
    DAY = "day"
    COVERAGE = "coverage"
    UNIT = "unit"
    TABLE = "table"
    ENCODING = "encoding"


class Taken(Model):
    """What was taken for granted since the file does not state it: of all of it, or of one column.

    `instead` is what its mapping file says, where an option says otherwise and counts.
    """

    what: TakenFor
    value: str
    column: str | None = None
    instead: str | None = None


class Preview(Model):
    """A row in words, as it will be stored: what its statements state, the remarks on it; or why it is refused."""

    line: str
    says: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: str | None = None


class Receipt(Model):
    """`rows` = `accepted` + `unchanged` + `rejected`, always; `flagged` of the accepted have a remark.

    `mended` and `as_stated` count the accepted rows with such a remark, `remarks` lists all (`unlisted` more are not listed one
    by one), `taken` is what was taken for granted. `added` counts rows that are further entries of a stake and add to it; of
    `conflicts`, `differences` states of the first which row counts. `summaries` counts rows such as 合计 that only sum up
    others; they are no `rows`. `preview` (dry run) are the first rows in words.

    `facts` counts relationships made, ended or dropped; `merges` identifiers that got another party; `resolved` and
    `candidates` names that now mean one party or may mean several. `repeated`: the file had been loaded before, and this is
    the receipt of then; `withdrawn`: it was withdrawn for good. `arrival` is the id that the bytes of mended rows make,
    which go to the `batch` they came from. `units` are those taken for columns, by header, where neither header nor cells state
    one: `%`, `fraction` or 元. `covered` counts lists that are closed; where the sender did not say what
    they are, `whole` of them since their shares add up, and `partial` are open since theirs do not. `rejects` is the file to
    mend and send again. `error` states why reading ended early; what had been read before stays. `children` are the receipts of
    the child rows that stand in its rows, one for each category and list: batches of their own.
    """

    batch: str | None
    arrival: str | None = None
    category: str
    document: str
    provider: str | None = None
    day: str | None = None
    rows: int = 0
    accepted: int = 0
    flagged: int = 0
    unchanged: int = 0
    rejected: int = 0
    statements: int = 0
    facts: int = 0
    merges: int = 0
    resolved: int = 0
    candidates: int = 0
    conflicts: int = 0
    differences: tuple[str, ...] = ()
    summaries: int = 0
    mended: int = 0
    as_stated: int = 0
    added: int = 0
    remarks: tuple[Remark, ...] = ()
    unlisted: int = 0
    taken: tuple[Taken, ...] = ()
    preview: tuple[Preview, ...] = ()
    units: dict[str, str] = {}
    covered: int = 0
    whole: int = 0
    partial: int = 0
    repeated: bool = False
    withdrawn: bool = False
    dry_run: bool = False
    rejects: str | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None
    children: tuple["Receipt", ...] = ()

    @property
    def every(self) -> tuple["Receipt", ...]:
        """This receipt and those of its child rows."""
        return (self, *self.children)

    @property
    def brought(self) -> bool:
        """Whether the file brought rows that are believed."""
        return self.batch is not None and self.accepted > 0 and not self.withdrawn

    @property
    def failed(self) -> bool:
        """Whether something in the file needs its sender."""
        return bool(self.error or self.rejected) or any(child.failed for child in self.children)

    @model_validator(mode="before")
    @classmethod
    def _of_former_form(cls, data: Any) -> Any:
        """A receipt as it is stored, of whatever version of the program."""
        if isinstance(data, dict) and _FORMER in data:
            return {k: v for k, v in data.items() if k != _FORMER} | {RemarkKind.AS_STATED.value: data[_FORMER]}
        return data
