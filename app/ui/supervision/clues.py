"""The pages of clues: what a seed leads to, where departments meet, and opening a case about either."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.answers import Reader, Viewpoint
from app.answers.clues.meeting import meeting
from app.answers.clues.seeded import clues
from app.desk.cases.participants import participant_of
from app.errors import InputError
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.ui.working.sending import text_of
from app.work.clues import case_key, clue_open, meeting_case, open_clue_case, seeded_case
from models.clues.meeting import MeetingsAnswer
from models.clues.seeded import CluesAnswer, SeedKind

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)


MOST_CHARACTERS = 4_000


class MeetingsPage(PageQuery):
    """The query parameters of the page of departments that meet."""

    since: str = Field(default="", max_length=10)


@router.get("/clues")
async def clues_form(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """A form for a seed."""
    return _clues_page(request, None, "")


@router.post("/clues")
async def clues_page(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """What a seed leads to, by department. It is sent, since the address of a page is kept in logs."""
    form = await sent_form(request, most_files=0, most_fields=10)
    seed, as_of = text_of(form, "seed", MOST_CHARACTERS + 1), text_of(form, "as_of") or query.as_of or None
    if not seed:
        return _clues_page(request, None, "")
    seen = Viewpoint(caller_of(request), as_of, query.known_at or None)
    return _clues_page(request, await clues(Reader(questions_of(request), seen), (seed,)), seed)


def _clues_page(request: Request, found: CluesAnswer | None, seed: str) -> Response:
    view = PageView(request, questions_of(request).catalogue)
    parties = [one.parties[0] for one in found.seeds if one.kind is SeedKind.PARTY] if found else []
    values: dict[str, Any] = {
        "found": found,
        "seed": seed,
        "parties": parties,
        "names": _names(found),
        "receivers": _receivers(found),
    }
    return page("supervision/clues.html", request, view, **values)


@router.get("/clues/meeting")
async def meetings_page(request: Request, query: Annotated[MeetingsPage, Query()]) -> Response:
    """Where departments meet, with the figures of each meeting and the records behind it."""
    given = {"since": query.since} if query.since.strip() else {}
    found = await meeting(_reader(request, query), **given)
    view = PageView(request, questions_of(request).catalogue)
    receivers = sorted({name for one in found.items for held in one.held for name in held.departments})
    return page(
        "supervision/meetings.html", request, view, found=found, since=query.since, names=_names(found), receivers=receivers
    )


@router.post("/clues/open")
async def open_clue(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Open a case about a meeting or about what a party is linked with, and lead on to it."""
    form = await sent_form(request, most_files=0, most_fields=10)
    receiver, key, party = text_of(form, "receiver"), text_of(form, "key"), text_of(form, "party", 500)
    if not receiver:
        raise InputError("a case is sent to a department", parameter="receiver")
    questions, caller, desk = questions_of(request), caller_of(request), desk_of(request)
    about = key or f"linked:{party}"
    before = await desk.read(clue_open, case_key(about, receiver, caller), participant_of(caller))
    if before is not None:
        return RedirectResponse(PageView(request).url(f"/cases/{before.id}"), 303)
    when = {"as_of": text_of(form, "as_of") or None, "known_at": text_of(form, "known_at") or None}
    if key:
        new = await meeting_case(questions, caller, key, receiver, **when)
    else:
        new = await seeded_case(questions, caller, party, receiver, **when)
    case, _ = await desk.write(open_clue_case, new, participant_of(caller))
    request.scope["state"]["subject"] = case.id
    return RedirectResponse(PageView(request).url(f"/cases/{case.id}"), 303)


def _reader(request: Request, query: PageQuery) -> Reader:
    """Reads in the certain view, to everybody: in it cases are opened."""
    return Reader(questions_of(request), Viewpoint(caller_of(request), query.as_of or None, query.known_at or None))


def _names(found: CluesAnswer | MeetingsAnswer | None) -> dict[str, dict[str, Any]]:
    """The parties of an answer by their ids, as links take them."""
    return {one.id: one.model_dump() for one in found.parties if one.id} if found else {}


def _receivers(found: CluesAnswer | None) -> list[str]:
    return sorted({name for held in found.departments for name in held.departments}) if found else []
