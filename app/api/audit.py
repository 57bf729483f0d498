"""Routes of the audit log, for operators."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.api.deps import as_json
from app.desk.audit.chain import head_of, verify
from app.desk.audit.personal import forms
from app.desk.audit.recorder import Recorder
from app.desk.audit.search import MOST, find
from app.errors import InputError
from app.security.guard import GuardedRoute, desk_of
from models.base import Model
from models.work.audit import AuditHead, AuditPage, AuditVerified

router = APIRouter(prefix="/v1", tags=["audit"], route_class=GuardedRoute)


class AuditQuery(Model):
    """Which entries are looked for."""

    caller: str | None = Field(default=None, max_length=200, description="The id or the name of a caller.")
    about: str | None = Field(default=None, max_length=500, description="Whom or what it was about, as it was asked for.")
    action: str | None = Field(default=None, max_length=200, description="How the action begins: GET /v1/search, say.")
    since: datetime | None = Field(default=None, description="The first moment, with its time zone.")
    until: datetime | None = Field(default=None, description="The moment after the last one, with its time zone.")
    limit: int = Field(default=50, ge=1, le=MOST)
    cursor: str | None = Field(default=None, max_length=20, description="The `next` of the page before.")


def recorder_of(request: Request) -> Recorder:
    """The audit log of the service."""
    recorder: Recorder = request.app.state.audit
    return recorder


@router.get("/audit", response_model=AuditPage)
async def audit(request: Request, query: Annotated[AuditQuery, Query()]) -> Response:
    """What callers did, the latest first; of the public, how often what was asked."""
    recorder = recorder_of(request)
    for name in ("since", "until"):
        if (moment := getattr(query, name)) is not None and moment.tzinfo is None:
            raise InputError("a moment needs its time zone", parameter=name)
    await recorder.write()
    which = query.model_dump(exclude={"about"})
    subject = None if query.about is None else forms(query.about, recorder.key)
    return as_json(await desk_of(request).read(find, subject=subject, **which))


@router.get("/audit/head", response_model=AuditHead)
async def head(request: Request) -> Response:
    """The last entry of the log with its hash: kept elsewhere, it proves that nothing before it was changed."""
    await recorder_of(request).write()
    return as_json(await desk_of(request).read(head_of))


@router.get("/audit/verified", response_model=AuditVerified)
async def verified(request: Request) -> Response:
    """The whole log checked: what of it is missing, changed or moved."""
    recorder = recorder_of(request)
    return as_json(await desk_of(request).read(verify, recorder.key))
