"""The pages of quality: figures, trend and ranking, and the rows behind a figure with the way to mend them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.answers.asking import ask
from app.answers.quality.params import before
from app.answers.registry import computed
from app.desk.cases.participants import participant_of
from app.desk.cases.register import list_cases
from app.desk.jobs.listing import push_of
from app.desk.store import Connection
from app.rules.cases.kinds import case_kinds
from app.rules.quality.ranking import MEASURES, ranking_rules
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.ui.supervision.charts import line
from models.base import NO_NUL, Model
from models.caller import CallerRole, today
from models.supervision.quality import QualityAnswer, QualityLine
from models.work.cases import CaseFilter

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
MONTHS = 3
"""The months of the trend where nobody asks for more."""


class QualityPage(PageQuery):
    """The query parameters of the page."""

    month: str = Field(default="", max_length=7)
    months: int = Field(default=MONTHS, ge=1, le=12)
    provider: str = Field(default="", max_length=200, pattern=NO_NUL)


class RowsPage(PageQuery):
    """The query parameters of the page of rows behind a figure."""

    month: str = Field(default="", max_length=7)
    provider: str = Field(default="", max_length=200, pattern=NO_NUL)
    category: str = Field(default="", max_length=40, pattern=NO_NUL)
    measure: str = Field(default="", max_length=20)


@router.get("/quality")
async def quality_page(request: Request, query: Annotated[QualityPage, Query()]) -> Response:
    """The quality of what was sent: a department's own, to others everybody's; trend, ranking, what is owed, open cases."""
    caller, view = caller_of(request), PageView(request, questions_of(request).catalogue)
    operator = CallerRole.OPERATOR in caller.roles
    provider = query.provider.strip() or ("" if operator else caller.department or "")
    month = query.month or today()[:7]
    asked: dict[str, Any] = {"month": month, "months": query.months} | ({"provider": provider} if provider else {})
    found: QualityAnswer = await _answer(request, query, "quality.of", asked)
    ranking = await _answer(request, query, "quality.ranking", {"month": month})
    owed = await _answer(request, query, "quality.owed", {"provider": provider} if provider else {})
    which = CaseFilter(open=True, department=provider or None)
    cases = await desk_of(request).read(list_cases, participant_of(caller), which, 50)
    return page(
        "supervision/quality.html",
        request,
        view,
        found=found,
        month=month,
        earlier=before(month, 1),
        provider=provider,
        rows_of=provider if provider and (operator or provider == caller.department) else "*" if operator else "",
        measures=MEASURES,
        targets={name: rule.target for name, rule in ranking_rules().measures.items()},
        totals=[one for one in found.totals if one.month == month],
        lines=[one for one in found.items if one.month == month],
        trend=_trend(found, month, query.months),
        ranking=ranking,
        owed=[one for one in owed.items if one.state != "sent"],
        owed_month=owed.month,
        cases=cases,
        kinds=case_kinds(),
    )


@router.get("/quality/rows")
async def rows_page(request: Request, query: Annotated[RowsPage, Query()]) -> Response:
    """The rows behind a figure, with document and line, and where a push brought them, the page on which they are mended."""
    caller, view = caller_of(request), PageView(request, questions_of(request).catalogue)
    given = {name: value for name in ("month", "provider", "category", "measure") if (value := getattr(query, name).strip())}
    found = await _answer(request, query, "quality.rows_behind", given)
    batches = sorted({row.batch for row in found.items})

    def pushes(connection: Connection) -> dict[str, str | None]:
        return {batch: push_of(connection, batch) for batch in batches}

    jobs = await desk_of(request).read(pushes)
    catalogue = questions_of(request).catalogue
    return page(
        "supervision/rows.html",
        request,
        view,
        found=found,
        measure=query.measure,
        jobs=jobs,
        mends=CallerRole.DEPARTMENT in caller.roles,
        titles={name: view.title(one.title) for name, one in catalogue.categories.items()},
        fields={name: {p.name: view.title(p.title) for p in one.properties} for name, one in catalogue.categories.items()},
    )


async def _answer(request: Request, query: PageQuery, name: str, given: dict[str, Any]) -> Any:
    question = computed()[name]
    times = {"as_of": query.as_of or None, "known_at": query.known_at or None}
    answer: Model = await ask(question, questions_of(request), caller_of(request), question.parse(given | times))
    return answer


def _trend(found: QualityAnswer, month: str, months: int) -> Any:
    """The mean score by month, each provider as much as its rows."""
    parts = []
    for back in reversed(range(months)):
        one = before(month, back)
        score = _mean([line for line in found.totals if line.month == one])
        parts.append((one, score, "" if score is None else f"{score:g}"))
    return line(parts, 100.0)


def _mean(lines: list[QualityLine]) -> float | None:
    scored = [(one.score, one.taken + one.refused) for one in lines if one.score is not None]
    rows = sum(count for _, count in scored)
    return round(sum(score * count for score, count in scored) / rows, 1) if rows else None
