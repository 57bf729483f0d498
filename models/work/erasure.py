"""What was taken out of a graph because the law states it must go."""

from models.base import Model


class Erasure(Model):
    """One erasure: who decided it and why, and how much went; what was erased stands nowhere.

    `statements` are gone as a whole, `references` were taken out of statements that stay, `rejects` are rows taken out of files
    of refused rows, `receipts` those of earlier loads that named what was erased. `unsearched` are refused rows that stay with
    cells sealed under another secret, which could not be searched. `at` is the wall time in UTC (ISO 8601).
    """

    id: str
    at: str
    operator: str
    reason: str
    state: str = "done"
    statements: int = 0
    references: int = 0
    rejects: int = 0
    unsearched: int = 0
    receipts: int = 0
