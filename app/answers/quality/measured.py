"""The quality of what providers sent, by month, provider and category; and the rows behind a figure."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.analytics.quality.measures import Measure, Measured, together
from app.answers.quality.figures import line_of, method_of
from app.answers.quality.params import MOST_LINES, OfCategory, OfMonth, Provider, before, month_of, sees_rows
from app.answers.quality.reading import MonthQuality, quality_of
from app.answers.quality.sheets import SheetForm, quality_file
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.errors import Forbidden, InputError
from app.questions.registry import Files, question
from app.questions.registry.categories import category_of
from app.rules.quality.ranking import ranking_rules
from models.answers.shapes import Incomplete, IncompleteReason
from models.base import NO_NUL
from models.supervision.quality import ProblemRow, ProblemsAnswer, QualityAnswer, QualityLine

MEDIA = {
    SheetForm.JSON: "application/json",
    SheetForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class QualityParams(OfMonth):
    """What the quality of months takes."""

    months: Annotated[int, Field(ge=1, le=12, description="So many months, up to that one.")] = 1
    provider: Provider = None
    category: OfCategory = None
    format: SheetForm = Field(default=SheetForm.JSON, description="xlsx is a workbook with the same lines.")


@question(
    "quality.of",
    title="The quality of what providers sent: by month, provider and category",
    title_zh="归集质量：按月份、提供单位与类目",
    params=QualityParams,
    answer=QualityAnswer,
    level=1,
    route="quality",
    files=Files("format", SheetForm.JSON, MEDIA, quality_file, {SheetForm.XLSX: "xlsx"}),
    examples=[{}, {"months": 2, "category": "penalty"}],
)
async def quality(reader: Reader, params: QualityParams) -> QualityAnswer:
    """The quality of what providers sent in some months: conformance, timeliness, completeness, consistency, and so on.

    All is counted over the rows that the caller may see. Months are those in which a batch was loaded.

    Raises:
        NotFound: the catalogue has no such category.
    """
    last, rules = await month_of(reader, params.month), ranking_rules()
    catalogue = reader.questions.catalogue
    only = category_of(catalogue, params.category).name if params.category else None
    items: list[QualityLine] = []
    totals: list[QualityLine] = []
    whole = True
    for month in (before(last, back) for back in range(params.months)):
        found = await quality_of(reader, month)
        whole = whole and found.whole
        lines = list(_lines(found, only, params.provider))
        items += [line_of(month, provider, catalogue[name], one, rules) for provider, name, one in lines]
        for provider in sorted({provider for provider, _, _ in lines}):
            total = together(one for whose, _, one in lines if whose == provider)
            totals.append(line_of(month, provider, None, total, rules))
    gaps = [] if whole else [Incomplete(reason=IncompleteReason.READ, part="rows")]
    if len(items) > MOST_LINES:
        gaps.append(Incomplete(reason=IncompleteReason.LENGTH, part="items", shown=MOST_LINES, total=len(items)))
    answer = QualityAnswer(
        method=method_of(rules),
        items=tuple(items[:MOST_LINES]),
        totals=tuple(totals[:MOST_LINES]),
        shown=min(len(items), MOST_LINES),
        total=len(items),
        incomplete=tuple(gaps),
        **reader.stamp,
    )
    return stamped(QualityAnswer, reader, answer)


def _lines(found: MonthQuality, category: str | None, provider: str | None) -> Iterator[tuple[str, str, Measured]]:
    every = ((who, name, one) for name, by in found.measured.items() for who, one in by.items())
    for who, name, one in sorted(every, key=lambda line: line[:2]):
        if category in (None, name) and provider in (None, who):
            yield who, name, one


class MeasureName(StrEnum):
    """The measures, by name."""

    CONFORMANCE = Measure.CONFORMANCE.value
    TIMELINESS = Measure.TIMELINESS.value
    REQUIRED = Measure.REQUIRED.value
    EXPECTED = Measure.EXPECTED.value
    CONSISTENCY = Measure.CONSISTENCY.value
    UNIQUENESS = Measure.UNIQUENESS.value
    NAMES = Measure.NAMES.value
    MENDED = Measure.MENDED.value


class ProblemsParams(OfMonth):
    """What the rows behind a figure take."""

    provider: Annotated[
        str | None,
        Field(max_length=200, pattern=NO_NUL, description="Whose rows; default those of the caller's own department."),
    ] = None
    category: OfCategory = None
    measure: MeasureName | None = Field(default=None, description="Only rows that are not good by this measure.")
    limit: Annotated[int, Field(ge=1, le=2_000, description="How many rows are shown.")] = 200


@question(
    "quality.rows_behind",
    title="The rows of a provider that are not good by a measure, with file and line",
    title_zh="某提供单位某项指标背后的问题数据（文件与行号）",
    params=ProblemsParams,
    answer=ProblemsAnswer,
    level=1,
    route="quality/rows",
    examples=[{"provider": "某市某局"}, {"provider": "某市某局", "measure": "timeliness", "limit": 5}],
)
async def problems(reader: Reader, params: ProblemsParams) -> ProblemsAnswer:
    """The rows behind the figures of a provider and month that are not good: which document, which line, what about it.

    A department sees its own; an operator everybody's. Rows that the caller may not see are not among them.

    Raises:
        InputError: whose rows is not said, and the caller has no department.
        Forbidden: they are another department's.
        NotFound: the catalogue has no such category.
    """
    provider = params.provider or reader.caller.department
    if provider is None:
        raise InputError("say whose rows: provider=…", parameter="provider")
    if not sees_rows(reader, provider):
        raise Forbidden("rows are shown to the provider that sent them")
    month = await month_of(reader, params.month)
    only = category_of(reader.questions.catalogue, params.category).name if params.category else None
    found = await quality_of(reader, month)
    rows = [
        ProblemRow(
            measure=one.measure.value,
            batch=one.batch,
            document=found.documents.get(one.batch),
            line=one.place,
            provider=who,
            category=name,
            column=one.column or None,
            rule=one.what if one.column or refused(one.measure) else None,
            fields=tuple(one.what.split(", ")) if one.measure is Measure.EXPECTED else (),
        )
        for who, name, measured in _lines(found, only, provider)
        for one in measured.problems
        if params.measure is None or one.measure.value == params.measure.value
    ]
    rows.sort(key=lambda row: (row.measure, row.category, row.document or "", row.batch, _number(row.line)))
    gaps = [] if found.whole else [Incomplete(reason=IncompleteReason.READ, part="rows")]
    if len(rows) > params.limit:
        gaps.append(Incomplete(reason=IncompleteReason.LENGTH, part="items", shown=params.limit, total=len(rows)))
    answer = ProblemsAnswer(
        month=month,
        provider=provider,
        items=tuple(rows[: params.limit]),
        shown=min(len(rows), params.limit),
        total=len(rows),
        incomplete=tuple(gaps),
        **reader.stamp,
    )
    return stamped(ProblemsAnswer, reader, answer)


def refused(measure: Measure) -> bool:
    """Whether rows are not good by a measure since they were refused, so that a rule says why."""
    return measure in (Measure.CONFORMANCE, Measure.REQUIRED, Measure.MENDED)


def _number(place: str) -> tuple[str, int]:
    sheet, _, line = place.rpartition("!")
    return sheet, int(line) if line.isdigit() else 0
