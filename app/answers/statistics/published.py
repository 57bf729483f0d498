"""The statistics that the network publishes, counted over what the caller may see; once after each write for all who ask."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple
from weakref import WeakKeyDictionary

from pydantic import Field

from app.answers.quality.params import OfCategory, Provider
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.questions import Questions
from app.questions.once import OncePerTick
from app.questions.registry import question
from app.questions.registry.categories import category_of
from app.rules.statistics.kinds import record_kinds
from models.answers.shapes import Incomplete, IncompleteReason
from models.catalogue import Catalogue, Title
from models.supervision.statistics import KindCoverage, StatisticsAnswer, StatisticsLine
from models.tables.divisions import full_name
from models.times import Times


class Count(NamedTuple):
    """A number of records of one category, provider, division (four digits, or none) and month."""

    category: str
    provider: str
    division: str
    month: str
    records: int


class AllCounts(NamedTuple):
    """All numbers of records, enterprises that are registered, and those that each kind covers."""

    counts: tuple[Count, ...]
    enterprises: int
    covered: dict[str, int]
    whole: bool = True


_KEPT: WeakKeyDictionary[Questions, OncePerTick[AllCounts]] = WeakKeyDictionary()


class StatisticsParams(Times):
    """What statistics take. Coverage is always that of the whole market."""

    category: OfCategory = None
    provider: Provider = None
    region: Annotated[
        str | None,
        Field(
            max_length=4, pattern=r"^(\d{2}|\d{4})$", description="Only a province or prefecture: 2 or 4 digits of GB/T 2260."
        ),
    ] = None


@question(
    "statistics.of",
    title="How many records there are, by category, department, region and month, and how much of the market they cover",
    title_zh="归集统计：按类目、部门、地区与月份，以及各类信息的覆盖率",
    params=StatisticsParams,
    answer=StatisticsAnswer,
    route="statistics",
    examples=[{}, {"category": "penalty"}, {"region": "33"}],
)
async def statistics(reader: Reader, params: StatisticsParams) -> StatisticsAnswer:
    """How many records hold that the caller may see, by category, department, region and month, and what the kinds cover.

    Raises:
        NotFound: the catalogue has no such category.
    """
    catalogue = reader.questions.catalogue
    only = category_of(catalogue, params.category).name if params.category else None
    await reader.begin()
    every = await _counts_of(reader)
    counts = [
        one
        for one in every.counts
        if only in (None, one.category)
        and params.provider in (None, one.provider)
        and (params.region is None or one.division.startswith(params.region))
    ]
    answer = StatisticsAnswer(
        records=sum(one.records for one in counts),
        enterprises=every.enterprises,
        by_category=_lines(counts, lambda one: one.category, lambda key: catalogue[key].title),
        by_department=_lines(counts, lambda one: one.provider),
        by_region=_lines(counts, lambda one: one.division if params.region else one.division[:2], _region),
        by_month=tuple(sorted(_lines(counts, lambda one: one.month), key=lambda line: line.key)),
        kinds=_kinds(every, catalogue),
        incomplete=() if every.whole else (Incomplete(reason=IncompleteReason.READ, part="records"),),
        **reader.stamp,
    )
    return stamped(StatisticsAnswer, reader, answer)


async def _counts_of(reader: Reader) -> AllCounts:
    stamp, caller = reader.stamp, reader.caller
    key = (caller.level, caller.today, stamp["as_of"], stamp["known_at"], stamp["view"])
    return await _KEPT.setdefault(reader.questions, OncePerTick()).get(key, stamp["tick"], lambda: _read(reader))


async def _read(reader: Reader) -> AllCounts:
    known, level = reader.questions.catalogue.categories, reader.caller.level
    found = await reader.ask("statistics.counted")
    seen = (row for row in found["counts"] if row[0] in known and known[row[0]].level <= level)
    counts = tuple(sorted(Count(category, provider or "", *more) for category, provider, *more in seen))
    rules = record_kinds()
    covered = {kind.name: await _covered(reader, kind.categories) for kind in rules.kinds}
    return AllCounts(counts, await _covered(reader, rules.registered), covered, found["whole"])


async def _covered(reader: Reader, categories: Sequence[str]) -> int:
    known, level = reader.questions.catalogue.categories, reader.caller.level
    seen = [name for name in categories if name in known and known[name].level <= level]
    return int((await reader.ask("statistics.covered", categories=seen))["parties"])


def _lines(
    counts: Sequence[Count], key: Callable[[Count], str], title: Callable[[str], Title | None] = lambda key: None
) -> tuple[StatisticsLine, ...]:
    """The numbers by a key, the largest first."""
    total = sum(one.records for one in counts)
    parts: dict[str, list[Count]] = defaultdict(list)
    for one in counts:
        parts[key(one)].append(one)
    made = [
        StatisticsLine(
            key=name,
            title=title(name),
            records=(records := sum(one.records for one in found)),
            share=records / total,
            categories=len({one.category for one in found}),
            providers=len({one.provider for one in found}),
        )
        for name, found in parts.items()
    ]
    return tuple(sorted(made, key=lambda line: (-line.records, line.key)))


def _region(division: str) -> Title | None:
    name = full_name(division.ljust(6, "0")) if division else ""
    return Title(zh=name, en=name) if name else None


def _kinds(every: AllCounts, catalogue: Catalogue) -> tuple[KindCoverage, ...]:
    made = []
    for kind in record_kinds().kinds:
        found = [one for one in every.counts if one.category in kind.categories]
        of: dict[str, Any] = {"share": every.covered[kind.name] / every.enterprises} if every.enterprises else {}
        made.append(
            KindCoverage(
                kind=kind.name,
                title=kind.title,
                categories=tuple(name for name in kind.categories if name in catalogue.categories),
                records=sum(one.records for one in found),
                providers=len({one.provider for one in found}),
                enterprises=every.covered[kind.name],
                **of,
            )
        )
    return tuple(made)
