"""Statistics that the network publishes: how many records there are, and how much of the market each kind covers."""

from pydantic import Field

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete
from models.base import Model
from models.catalogue import Title


class StatisticsLine(Model):
    """So many records of one category, department, region or month."""

    key: str = Field(description="The category, the provider, the division's code, or the month; empty where none is known.")
    title: Title | None = None
    records: int
    share: float = Field(description="Of all records counted, a fraction.")
    categories: int = Field(description="Categories among them.")
    providers: int = Field(description="Providers among them.")


class KindCoverage(Model):
    """How far one kind of record covers the enterprises that are registered."""

    kind: str
    title: Title
    categories: tuple[str, ...]
    records: int
    providers: int
    enterprises: int = Field(description="Enterprises with at least one such record.")
    share: float | None = Field(default=None, description="Of all registered enterprises, a fraction.")


class StatisticsAnswer(Stamp):
    """How many records there are that the caller may see: in all, by category, department, region and month; and coverage.

    A record counts once, a repaired one not at all. `kinds` are those that departments collect under an enterprise's name.
    """

    records: int
    enterprises: int = Field(description="Enterprises that are registered.")
    by_category: tuple[StatisticsLine, ...]
    by_department: tuple[StatisticsLine, ...]
    by_region: tuple[StatisticsLine, ...]
    by_month: tuple[StatisticsLine, ...] = Field(description="The earliest month first.")
    kinds: tuple[KindCoverage, ...]
    incomplete: tuple[Incomplete, ...] = ()
