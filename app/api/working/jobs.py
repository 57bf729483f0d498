"""The routes of jobs: which there are, how far each is, what it came to; cancelling, retrying, and withdrawing a batch."""

import json
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import Field

from app.api.deps import CallerDep, as_events, as_json
from app.api.thin import ThinRoute
from app.api.working.events import changes_of
from app.api.working.exports import exported
from app.api.working.waiting import answered, shown_result
from app.desk.jobs import listing, queue
from app.errors import NotFound
from app.security.guard import desk_of
from app.security.streams import EVENT_STREAM
from app.settings import Settings
from app.work.batches import WithdrawParams
from app.work.following import changed, viewer_of
from app.work.kinds import EXPORT, WITHDRAW
from app.work.mending import refused_file
from models.base import Model
from models.caller import CallerRole
from models.work.batches import Withdrawal
from models.work.exports import MEDIA
from models.work.jobs import JobCard, JobResult, Jobs, JobState

router = APIRouter(prefix="/v1", tags=["jobs"], route_class=ThinRoute)
JobId = Annotated[str, Path(max_length=40, description="The id of a job.")]


class JobsQuery(Model):
    """The query parameters of a page of jobs."""

    state: JobState | None = None
    kind: str | None = Field(default=None, max_length=40)
    limit: int = Field(default=20, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=40, description="The `next` of the page before.")


@router.get("/jobs", response_model=Jobs)
async def jobs(request: Request, query: Annotated[JobsQuery, Query()], caller: CallerDep) -> Response:
    """The caller's jobs, the latest first; of an operator, everybody's."""
    page = await desk_of(request).read(listing.page, viewer_of(caller), **query.model_dump())
    return as_json(page)


@router.get("/jobs/{job}", response_model=JobCard)
async def one_job(request: Request, job: JobId, caller: CallerDep) -> Response:
    """One job, and how far it is."""
    return as_json(await desk_of(request).read(listing.find, viewer_of(caller), job))


@router.get("/jobs/{job}/result", response_model=JobResult, responses={200: {"content": {kind: {} for kind in MEDIA.values()}}})
async def result(request: Request, job: JobId, caller: CallerDep) -> Response:
    """What a job came to; 409 while it is not done. Of a push it is the receipt, of an export the file."""
    found, text = await desk_of(request).read(listing.result, viewer_of(caller), job)
    if found.kind == EXPORT.name:
        return await exported(request, caller, json.loads(text))
    return as_json(JobResult(id=found.id, kind=found.kind, result=shown_result(found, json.loads(text))))


@router.get("/jobs/{job}/rejects", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
async def rejects(request: Request, job: JobId, caller: CallerDep) -> Response:
    """The rows of a push that were refused, as CSV: to be mended and sent again as they are. 404 where none were."""
    _, text = await desk_of(request).read(listing.result, viewer_of(caller), job)
    kept = refused_file(text)
    if kept is None:
        raise NotFound("there are no refused rows, or they are no longer kept")
    return FileResponse(kept, media_type="text/csv; charset=utf-8", filename=f"{job}.rejects.csv")


@router.get("/jobs/{job}/events", response_class=Response, responses={200: {"content": {EVENT_STREAM: {}}}})
async def events(request: Request, job: JobId, caller: CallerDep) -> Response:
    """The job whenever it changes, as server-sent events, until it is over. `Last-Event-ID` goes on after that version."""
    desk, viewer = desk_of(request), viewer_of(caller)
    found = await desk.read(listing.find, viewer, job)
    given = request.headers.get("last-event-id", "")
    last = int(given) if given.isdecimal() else -1
    if found.state.over and found.version <= last:
        return Response(status_code=204)  # so that a browser comes back no more
    return as_events(changes_of(desk, viewer, job, last))


@router.post("/jobs/{job}/cancel", response_model=JobCard)
async def cancel(request: Request, job: JobId, caller: CallerDep) -> Response:
    """Cancel a job that waits; one that runs ends at its next step. What it has written stays: retried, it goes on."""
    return as_json(await changed(desk_of(request), caller, job, queue.cancel))


@router.post("/jobs/{job}/retry", response_model=JobCard)
async def retry(request: Request, job: JobId, caller: CallerDep) -> Response:
    """Let a job that failed or was cancelled be tried again."""
    return as_json(await changed(desk_of(request), caller, job, queue.retry))


@router.post("/batches/{batch}/withdraw", response_model=Withdrawal, responses={202: {"model": JobCard}})
async def withdraw(
    request: Request, batch: Annotated[str, Path(max_length=100, description="The id of a batch.")], caller: CallerDep
) -> Response:
    """Believe a batch no more, for good; a department its own, an operator any. Withdrawn again, nothing changes."""
    settings: Settings = request.app.state.settings
    provider = None if CallerRole.OPERATOR in caller.roles else caller.department or ""
    job = WITHDRAW.new(
        WithdrawParams(batch=batch, provider=provider), str(caller.name), title=f"batch {batch}", department=caller.department
    )
    made = await desk_of(request).write(queue.put, job)
    return await answered(request, made, settings.push_wait_seconds, made=200)
