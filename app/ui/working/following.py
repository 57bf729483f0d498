"""The pages of jobs: a caller's own, and one with its progress and what it came to."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.desk.jobs import listing, queue
from app.desk.store import Connection
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.ui.working.fields import labels_of
from app.ui.working.sending import BY_FORM, receipt_of, result_of
from app.work.following import changed, viewer_of
from app.work.kinds import EXPORT
from models.caller import CallerRole
from models.work.exports import Exported
from models.work.jobs import JobCard, JobState

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)


class JobsPage(PageQuery):
    """The query parameters of the list of jobs."""

    state: str = Field(default="", max_length=20)
    cursor: str | None = Field(default=None, max_length=40)


@router.get("/jobs")
async def jobs(request: Request, query: Annotated[JobsPage, Query()]) -> Response:
    """The caller's jobs, the latest first; of an operator, everybody's."""
    state = JobState(query.state) if query.state in tuple(JobState) else None
    found = await desk_of(request).read(listing.page, viewer_of(caller_of(request)), state=state, cursor=query.cursor)
    view = PageView(request)
    mine = CallerRole.OPERATOR not in caller_of(request).roles
    return page("working/jobs.html", request, view, jobs=found, state=state, states=tuple(JobState), mine=mine)


@router.get("/jobs/{job}")
async def one_job(request: Request, job: str, query: Annotated[PageQuery, Query()]) -> Response:
    """One job: how far it is, and what it came to."""
    caller, view = caller_of(request), PageView(request, questions_of(request).catalogue)
    found = await desk_of(request).read(listing.find, viewer_of(caller), job[:40])
    receipt = await receipt_of(request, view, found)
    known = questions_of(request).catalogue.categories
    return page(
        "working/job.html",
        request,
        view,
        job=found,
        receipt=receipt,
        labels=labels_of(known[receipt.category], view.lang) if receipt and receipt.category in known else {},
        other=None if receipt else await _result(request, found),
        exported=found.kind == EXPORT.name,
        error=view.said(found.error.detail) if found.error else None,
        what=view.said(found.progress.what),
        mends=CallerRole.DEPARTMENT in caller.roles,
        entered=receipt is not None and receipt.document == BY_FORM,
    )


async def _result(request: Request, job: JobCard) -> dict[str, Any] | None:
    """The result of a job that is no push; None where there is none."""
    text = await result_of(request, job)
    if text is None:
        return None
    result: dict[str, Any] = json.loads(text)
    return Exported.model_validate(result).model_dump(mode="json") if job.kind == EXPORT.name else result


@router.post("/jobs/{job}/cancel")
async def cancel(request: Request, job: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Cancel a job."""
    return await _changed(request, job, queue.cancel)


@router.post("/jobs/{job}/retry")
async def retry(request: Request, job: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Let a job be tried again."""
    return await _changed(request, job, queue.retry)


async def _changed(request: Request, job: str, change: Callable[[Connection, str], object]) -> Response:
    """Change a job of the caller's, and lead back to it. Raises NotFound where it is not theirs to see."""
    await sent_form(request, most_files=0)
    await changed(desk_of(request), caller_of(request), job[:40], change)
    return RedirectResponse(PageView(request).url(f"/jobs/{job[:40]}"), 303)
