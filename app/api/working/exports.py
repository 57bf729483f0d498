"""The routes of what is made from the whole graph by a job: exports, and standing analyses."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse, Response

from app.api.deps import CallerDep, as_json
from app.api.working.waiting import place_of
from app.desk.jobs import listing, queue
from app.desk.jobs.listing import OPERATOR
from app.desk.jobs.queue import NewJob
from app.errors import NotFound
from app.questions.registry.categories import category_of
from app.rules.rule_sets import MAJORITY
from app.security.guard import GuardedRoute, desk_of, questions_of, resources_of
from app.settings import Settings
from app.work.analysing import AnalyseParams
from app.work.beginning import new_analysis, new_export
from app.work.exporting.files import Exports
from app.work.exporting.job import check_division
from models.base import Model
from models.caller import Caller
from models.work.exports import MEDIA, OWNERS, Exported, ExportForm, ExportParties, ExportQuery
from models.work.jobs import JobCard

router = APIRouter(prefix="/v1", tags=["jobs"], route_class=GuardedRoute)
ROWS = "X-Rows"


class AnalysisQuery(Model):
    """How a standing analysis is refreshed."""

    rules: str = MAJORITY
    as_of: str | None = None
    full: bool = False


@router.post("/exports", response_model=JobCard, status_code=202)
async def begin_export(
    request: Request, query: Annotated[ExportQuery, Query()], caller: CallerDep, listed: ExportParties | None = None
) -> Response:
    """Have a file made of what the caller may read: a category, or owners, of the parties of a division, or of those listed.

    The job's result is the file, for a term. Beyond the caller's own region it needs an approval.
    """
    if query.of != OWNERS:
        query = query.model_copy(update={"of": category_of(questions_of(request).catalogue, query.of).name})
    return await begun(request, await new_export(desk_of(request), caller, query, listed.parties if listed else ()))


async def begun(request: Request, job: NewJob) -> Response:
    """The answer to a request that begins a job: the job, and where it is."""
    made = await desk_of(request).write(queue.put, job)
    request.scope["state"]["subject"] = made
    found = await desk_of(request).read(listing.find, OPERATOR, made)
    answer = as_json(found)
    answer.status_code = 202
    answer.headers["Location"] = place_of(made)
    return answer


async def exported(request: Request, caller: Caller, result: dict[str, Any]) -> Response:
    """The file of an export, for who may still take it out; how many rows leave with it goes to the audit log.

    Raises Forbidden; NotFound where the file is no longer kept.
    """
    made = Exported.model_validate(result)
    await check_division(desk_of(request), caller, made.region)
    settings: Settings = request.app.state.settings
    path = Exports(settings.home).path(made.file)
    if not path.is_file():
        raise NotFound("its result is no longer kept")
    name = f"{made.of}-{made.region or 'all'}-{made.as_of}.{made.form}"
    answer = _File(path, media_type=MEDIA[ExportForm(made.form)], filename=name, headers={ROWS: str(made.rows)})
    answer.rows = made.rows
    return answer


class _File(FileResponse):
    """A file; `rows` is how many records leave by it."""

    rows: int = 0


@router.post("/analyses/{name}", response_model=JobCard, status_code=202)
async def begin_analysis(
    request: Request,
    name: Annotated[str, Path(max_length=40, description="A standing analysis: ownership or exposure.")],
    query: Annotated[AnalysisQuery, Query()],
    caller: CallerDep,
) -> Response:
    """Refresh a standing analysis of the whole graph; what changed is worked out again, with `full` everything."""
    params = AnalyseParams(name=name, **query.model_dump())
    return await begun(request, new_analysis(resources_of(request), caller, params))
