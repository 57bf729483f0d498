"""The pages: home, results, portrait, person, records, and problems."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import Field

from app.answers import Reader, Viewpoint
from app.answers.control_over_time import controls_over_time
from app.errors import NotFound
from app.questions import Questions
from app.questions.codes import identifier
from app.questions.listings import records_question
from app.questions.loaded import loaded_days
from app.security.guard import GuardedRoute, caller_of, questions_of
from app.ui.render import STATIC, PageView, page
from models.answers.control_over_time import ControlsOverTime
from models.answers.parts import View
from models.base import NO_NUL, Model
from models.caller import Caller, CallerRole
from models.catalogue import Catalogue, Category, DisplayClass, Kind
from models.problem import Problem

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
DAYS_SHOWN = 20
"""Days of change on which a page works out what a person controlled, the latest."""


class PageQuery(Model):
    """The query parameters of every page."""

    lang: str = Field(default="zh", max_length=2)
    as_of: str | None = Field(default=None, max_length=10)
    known_at: str | None = Field(default=None, max_length=40)
    view: View | None = None


class SearchPage(PageQuery):
    """The query parameters of the search page."""

    q: str = Field(default="", max_length=200, pattern=NO_NUL)
    cursor: str | None = Field(default=None, max_length=500)


class RecordsPage(PageQuery):
    """The query parameters of a page of records."""

    category: str = Field(max_length=40)
    direction: str | None = Field(default=None, max_length=10)
    cursor: str | None = Field(default=None, max_length=500)


def static_files() -> StaticFiles:
    """The application that serves the style sheet and the logo."""
    return StaticFiles(directory=STATIC)


def view_of(request: Request, query: PageQuery) -> View:
    """The view of a page: the one asked for; else likely links too for an investigator, certain ones alone for all others."""
    if query.view is not None:
        return query.view
    return View.PROBABLE if CallerRole.INVESTIGATOR in caller_of(request).roles else View.STRICT


def when(request: Request, query: PageQuery) -> dict[str, Any]:
    """The times of a page, as keyword arguments of `Questions.answer`."""
    return {"as_of": query.as_of or None, "known_at": query.known_at or None, "view": view_of(request, query)}


@router.get("/")
async def home(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """The search box, and what is loaded."""
    questions = questions_of(request)
    loaded = await questions.answer("catalogue.loaded", caller_of(request), **when(request, query))
    days = {row["category"]: loaded_days(row) for row in loaded["items"]}
    view = PageView(request, questions.catalogue)
    return page("home.html", request, view, categories=by_class(questions.catalogue), days=days)


@router.get("/search")
async def search(request: Request, query: Annotated[SearchPage, Query()]) -> Response:
    """The page of search results; the home page where the query is empty."""
    view = PageView(request, questions_of(request).catalogue)
    text = query.q.strip()
    if not text:
        return RedirectResponse(view.url("/"), 303)
    params: dict[str, Any] = {"text": text, "limit": 20, "cursor": query.cursor}
    results = await questions_of(request).answer("search.parties", caller_of(request), **when(request, query), **params)
    return page("results.html", request, view, results=results)


@router.get("/parties/{party_id:path}/records")
async def records(request: Request, party_id: str, query: Annotated[RecordsPage, Query()]) -> Response:
    """All facts of one category about a party, page by page."""
    questions = questions_of(request)
    view = PageView(request, questions.catalogue)
    name, params = records_question(questions.catalogue, query.category, query.direction)
    place: dict[str, Any] = {"party_id": identifier(party_id), "limit": 50, "cursor": query.cursor}
    listing = await questions.answer(name, caller_of(request), **when(request, query), **params, **place)
    if (there := listing["party"]["id"]) != party_id:
        again = {"category": query.category, "direction": query.direction}
        return RedirectResponse(view.party(there, "/records", **again), 307)
    return page("records.html", request, view, listing=listing, category=questions.catalogue[query.category])


@router.get("/parties/{party_id:path}")
async def party(request: Request, party_id: str, query: Annotated[PageQuery, Query()]) -> Response:
    """The portrait of a party; of a person also the posts and holdings over time."""
    questions = questions_of(request)
    view = PageView(request, questions.catalogue)
    requested = identifier(party_id)
    portrait = await questions.answer(
        "portrait.party", caller_of(request), **when(request, query), party_id=requested, limit=20
    )
    strongest = portrait["party"]["id"]
    if strongest != party_id:
        return RedirectResponse(view.party(strongest), 307)
    inquired = "ownership.lists" in questions.all
    moment = await known_by(questions, caller_of(request), portrait["known_at"], portrait["tick"])
    if portrait["party"]["kind"] == Kind.PERSON:
        then = {"as_of": portrait["as_of"], "known_at": portrait["known_at"], "view": view_of(request, query)}
        history = await questions.answer("party.history", caller_of(request), **then, party_id=strongest)
        controlled = (
            await _controlled(Reader(questions, Viewpoint(caller_of(request), **then)), strongest) if inquired else None
        )
        shown: dict[str, Any] = {
            "portrait": portrait,
            "history": history,
            "controlled": controlled,
            "inquired": inquired,
            "moment": moment,
        }
        return page("person.html", request, view, 200, **shown)
    classes = {str(c): [g for g in portrait["records"] if g["display_class"] == c] for c in DisplayClass}
    return page("portrait.html", request, view, portrait=portrait, classes=classes, inquired=inquired, moment=moment)


async def known_by(questions: Questions, caller: Caller, known_at: int, tick: int) -> str | None:
    """The wall time of `known_at` as text, where that is before the newest `tick`; None where all records count."""
    return await questions.moment(known_at, caller) if known_at < tick else None


async def _controlled(reader: Reader, person: str) -> ControlsOverTime | None:
    """The enterprises a person controlled, on the latest days of change; None where no visible fact mentions the person."""
    with suppress(NotFound):
        return await controls_over_time(reader, person, days=DAYS_SHOWN, limit=200)
    return None


@router.get("/about")
async def about(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """The page that explains how to read the others."""
    return page("about.html", request, PageView(request, questions_of(request).catalogue))


def problem_page(request: Request, problem: Problem, headers: Mapping[str, str]) -> Response:
    """The page that shows a problem to a person."""
    view = PageView(request)
    kind = problem.type.rpartition(":")[2]
    known = f"problem_{kind}" if view.words.knows(f"problem_{kind}") else "problem_other"
    told = problem.detail if view.session and problem.status in (403, 409) else None
    shown = {"problem": problem, "explanation": view.word(known), "detail": view.said(told) if told else None}
    response = page("problem.html", request, view, problem.status, **shown)
    response.headers.update(headers)
    return response


def by_class(catalogue: Catalogue) -> dict[str, list[Category]]:
    """The categories of each display class, by the class."""
    every = catalogue.categories.values()
    return {str(c): [k for k in every if k.display_class is c] for c in DisplayClass}
