"""The receipt of one file: what became of each of its rows, and what followed in the graph."""

from models.base import Model


class Receipt(Model):
    """`rows` = `accepted` + `unchanged` + `rejected`, always; `flagged` of the accepted have a remark.

    `facts` counts relationships made, ended or dropped; `merges` identifiers that got another party; `resolved` and
    `candidates` names that now mean one party or may mean several. `repeated`: the file had been loaded before, and this is
    the receipt of then; `withdrawn`: it was withdrawn for good. `summaries` counts rows
    such as 合计 that only sum up others; they are no `rows`. `rejects` is the file to mend and send again. `error`
    says why reading ended early; what had been read before stays.
    """

    batch: str | None
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
    summaries: int = 0
    covered: int = 0
    repeated: bool = False
    withdrawn: bool = False
    dry_run: bool = False
    rejects: str | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None

    @property
    def failed(self) -> bool:
        """Whether something in the file needs its sender."""
        return bool(self.error or self.rejected)
