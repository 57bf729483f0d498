"""The routes of warnings that were raised: a page, one with its steps, how often rules were right, and running them.

What the rules find of one party, the rules themselves and what another threshold would change are computed questions.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.api.deps import CallerDep, as_json
from app.api.working.exports import begun
from app.desk.cases.participants import participant_of
from app.desk.cases.warnings import list_warnings, read_warning
from app.errors import InputError
from app.rules.warnings.rules import warning_rules
from app.security.guard import GuardedRoute, desk_of, questions_of
from app.work.kinds import WARN
from app.work.warnings.running import precisions
from app.work.warnings.showing import shown_to
from models.work.jobs import JobCard
from models.work.warnings import Precisions, RaisedWarningHistory, RaisedWarnings, WarningFilter, WarnParams

router = APIRouter(prefix="/v1/warnings", tags=["warnings"], route_class=GuardedRoute)
CaseId = Annotated[str, Path(max_length=40, description="The id of a warning.")]


class WarningsQuery(WarningFilter):
    """The query parameters of a page of warnings."""

    limit: int = Field(default=20, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=40, description="The `next` of the page before.")


@router.get("", response_model=RaisedWarnings)
async def raised_warnings(request: Request, query: Annotated[WarningsQuery, Query()], caller: CallerDep) -> Response:
    """The warnings sent to the caller's department, the latest raised first; to an operator, everybody's."""
    which = WarningFilter(**query.model_dump(exclude={"limit", "cursor"}))
    page = await desk_of(request).read(list_warnings, participant_of(caller), which, query.limit, query.cursor)
    shown = await shown_to(questions_of(request), caller, page.items)
    return as_json(page.model_copy(update={"items": tuple(shown)}))


@router.get("/precision", response_model=Precisions)
async def precision(request: Request, caller: CallerDep) -> Response:
    """How often each version of each rule was right, of the warnings that the caller sees, with the interval at 95 %."""
    return as_json(await desk_of(request).read(precisions, participant_of(caller)))


@router.post("/runs", response_model=JobCard, status_code=202)
async def run(request: Request, params: WarnParams, caller: CallerDep) -> Response:
    """Run the rules as a job: all of them of every enterprise, or those that are named, of those that are named."""
    known = warning_rules().rules
    if strange := [one for one in params.rules if one not in known]:
        raise InputError(f"there is no rule {', '.join(strange)}"[:1_000], parameter="rules")
    title = f"warn {', '.join(params.rules)}".strip()[:200]
    return await begun(request, WARN.new(params, str(caller.name), title=title))


@router.get("/{case}", response_model=RaisedWarningHistory)
async def one_warning(request: Request, case: CaseId, caller: CallerDep) -> Response:
    """One warning with its figures, records and every step taken in it; steps are taken at /v1/cases."""
    found = await desk_of(request).read(read_warning, case, participant_of(caller))
    return as_json((await shown_to(questions_of(request), caller, [found]))[0])
