"""The page of the statistics that the network publishes: tables, and charts drawn by the service."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.answers.asking import ask
from app.answers.registry import computed
from app.security.guard import GuardedRoute, caller_of, questions_of
from app.ui.pages import PageQuery, view_of
from app.ui.render import PageView, page
from app.ui.supervision.charts import bars, line
from models.base import NO_NUL
from models.supervision.statistics import StatisticsAnswer, StatisticsLine

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
DRAWN = 12
"""So many bars a chart has; the table has all."""
MONTHS = 36


class StatisticsPage(PageQuery):
    """The query parameters of the page."""

    category: str = Field(default="", max_length=40, pattern=NO_NUL)
    provider: str = Field(default="", max_length=200, pattern=NO_NUL)
    region: str = Field(default="", max_length=4)


@router.get("/statistics")
async def statistics_page(request: Request, query: Annotated[StatisticsPage, Query()]) -> Response:
    """How many records there are, by category, department, region and month, and what the kinds cover."""
    questions, question = questions_of(request), computed()["statistics.of"]
    view = PageView(request, questions.catalogue)
    given = {name: value for name in ("category", "provider", "region") if (value := getattr(query, name).strip())}
    times = {"as_of": query.as_of or None, "known_at": query.known_at or None, "view": view_of(request, query)}
    found: StatisticsAnswer = await ask(question, questions, caller_of(request), question.parse(given | times))

    def named(one: StatisticsLine) -> str:
        return view.title(one.title) if one.title else one.key or view.word("statistics_unknown")

    def chart(lines: tuple[StatisticsLine, ...]) -> object:
        return bars([(named(one), one.records, f"{one.records:,}") for one in lines[:DRAWN]])

    months = [one for one in found.by_month if one.key][-MONTHS:]
    return page(
        "supervision/statistics.html",
        request,
        view,
        found=found,
        named=named,
        given=given,
        sections=[
            ("category", found.by_category, chart(found.by_category)),
            ("provider", found.by_department, chart(found.by_department)),
            ("region", found.by_region, chart(found.by_region)),
        ],
        months=line([(one.key, one.records, f"{one.records:,}") for one in months]),
        coverage=bars([(view.title(one.title), one.share or 0.0, f"{(one.share or 0.0) * 100:.1f} %") for one in found.kinds]),
    )
