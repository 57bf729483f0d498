"""The page of exposure: who contributes over which paths, with the records behind each edge, and a drawing of the paths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.answers import Reader, Viewpoint
from app.answers.exposure import MOST_WITHOUT, exposed
from app.rules.risk_edges import RiskLinkKind, risk_edge_rules
from app.security.guard import GuardedRoute, caller_of, questions_of
from app.ui.pages import PageQuery, known_by, view_of
from app.ui.render import PageView, page
from models.answers.shapes import PartyRef
from models.risk.exposure import ExposureStep, RiskContributor

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
DRAWN = 12
"""Of how many contributors the paths are drawn, those of the greatest shares."""
_WIDE, _HIGH, _BOX, _LINE = 228, 44, 166, 28


class ExposurePage(PageQuery):
    """The query parameters of the page of exposure."""

    without_edge: Annotated[list[str], Field(max_length=MOST_WITHOUT)] = []
    without_record: Annotated[list[str], Field(max_length=MOST_WITHOUT)] = []
    without_indicator: Annotated[list[str], Field(max_length=MOST_WITHOUT)] = []
    sensitivity: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A party in the drawing: its id and where its box stands, `away` edges from the party asked about."""

    id: str
    away: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge in the drawing, from one box to another, with what joins them and its strength."""

    step: ExposureStep
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class PathDrawing:
    """Paths drawn from left to right, the party asked about at the right: boxes, arrows, and the size of it all."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float
    box: float = _BOX
    line: float = _LINE


def drawing_of(party: str, contributors: Iterable[RiskContributor]) -> PathDrawing | None:
    """The paths of contributors as a drawing; None where there are none. A party stands as far left as its longest path."""
    steps: dict[tuple[str, str], ExposureStep] = {}
    away: dict[str, int] = {party: 0}
    for one in contributors:
        for hops, step in enumerate(reversed(one.path), 1):
            steps.setdefault((step.source, step.target), step)
            away[step.source] = max(hops, away.get(step.source, 0))
    if not steps:
        return None
    farthest, rows = max(away.values()), dict[int, int]()
    boxes: dict[str, Box] = {}
    for name, hops in away.items():
        row = rows[hops] = rows.get(hops, -1) + 1
        boxes[name] = Box(name, hops, (farthest - hops) * _WIDE, row * _HIGH + 4)
    arrows = tuple(
        Arrow(step, boxes[source].x + _BOX, boxes[source].y + _LINE / 2, boxes[target].x, boxes[target].y + _LINE / 2)
        for (source, target), step in steps.items()
        if boxes[source].away > boxes[target].away
    )
    return PathDrawing(tuple(boxes.values()), arrows, farthest * _WIDE + _BOX, (max(rows.values()) + 1) * _HIGH + 4)


def evidence_of(view: PageView, step: ExposureStep, names: Mapping[str, PartyRef]) -> str:
    """The link to where the fact behind an edge is shown: holder lists on the page of ownership, else records of a category."""
    kind = RiskLinkKind(step.kind)
    end = step.source if (known := names.get(step.source)) and known.kind != "Person" else step.target
    if kind is RiskLinkKind.HOLDING:
        return view.party(end, "/ownership")
    needs = risk_edge_rules().edges[kind].needs
    return view.party(end, "/records", category=needs[0]) if needs else view.party(end)


@router.get("/parties/{party_id:path}/exposure")
async def exposure_page(request: Request, party_id: str, query: Annotated[ExposurePage, Query()]) -> Response:
    """Whose risk reaches a party, for callers of level 1 and above; all of it at one tick."""
    questions = questions_of(request)
    view = PageView(request, questions.catalogue)
    seen = Viewpoint(caller_of(request), query.as_of or None, query.known_at or None, view_of(request, query))
    found = await exposed(
        Reader(questions, seen),
        party_id,
        without_edge=query.without_edge,
        without_record=query.without_record,
        without_indicator=query.without_indicator,
        sensitivity=query.sensitivity,
    )
    if found.id != party_id:
        return RedirectResponse(view.party(found.id, "/exposure"), 307)
    names = {one.id: one for one in (*found.parties, found.party) if one.id}
    return page(
        "exposure.html",
        request,
        view,
        found=found,
        names=names,
        drawing=drawing_of(found.id, found.contributors[:DRAWN]),
        evidence=lambda step: evidence_of(view, step, names),
        moment=await known_by(questions, caller_of(request), found.known_at, found.tick),
    )
