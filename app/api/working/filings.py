"""The routes by which an enterprise files its own reports and immediate information: what it may file, checked, and sent."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.api.deps import Answer, CallerDep, QuestionsDep, as_json
from app.api.working.pushes import KINDS, CategoryName
from app.errors import TooLarge, UnsupportedType
from app.security.guard import GuardedRoute, desk_of
from app.settings import Settings
from app.work.filing.filing import check_filing, fileables, send_filing
from models.base import Model
from models.work.filings import Fileables, FilingCheck, FilingSent

router = APIRouter(prefix="/v1", tags=["filing"], route_class=GuardedRoute)
KEY = "Idempotency-Key"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS if kind != "application/json"}
        | {"application/json": {"schema": {"oneOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]}}},
    },
}


class FilingQuery(Model):
    """The query parameters of a filing."""

    preview: bool = Field(default=False, description="Only check it, and show what the public would see; nothing is sent.")


@router.get("/filings", response_model=Fileables)
async def what_to_file(caller: CallerDep, questions: QuestionsDep) -> Response:
    """What the caller's enterprise may file itself, and what it chooses to publish of it."""
    return as_json(fileables(questions, caller))


@router.post(
    "/filings/{category}",
    response_model=FilingSent,
    status_code=202,
    responses={200: {"model": FilingCheck}},
    openapi_extra=_BODY,
)
async def file(
    request: Request, category: CategoryName, query: Annotated[FilingQuery, Query()], caller: CallerDep, questions: QuestionsDep
) -> Response:
    """File rows of one category for the caller's enterprise: JSON, JSON lines, CSV or XLSX, by Content-Type.

    They are checked against the register and the report of the year before. What is chosen to be published is what the public
    is shown, and nothing else. With `preview` what was found is the answer (200); else they are sent, and their jobs are (202).
    """
    settings: Settings = request.app.state.settings
    suffix = KINDS.get(request.headers.get("content-type", "").partition(";")[0].strip().lower())
    if suffix is None:
        raise UnsupportedType(f"records are sent as {', '.join(KINDS)}; state which in Content-Type")
    with TemporaryDirectory(prefix="filing.") as folder:
        path = Path(folder) / f"filing{suffix}"
        path.write_bytes(await _body(request, settings.push_small_bytes))
        if query.preview:
            checked, _ = await check_filing(questions, settings, caller, category, path, path.name)
            return as_json(checked)
        key = request.headers.get(KEY, "").strip().strip('"') or None
        sent = await send_filing(desk_of(request), questions, settings, caller, category, path, path.name, key)
    request.scope["state"]["subject"] = sent.jobs[0]
    return Answer(sent.model_dump_json(), 1, 202)


async def _body(request: Request, most: int) -> bytes:
    """The body. Raises TooLarge."""
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise TooLarge(f"a filing has at most {most:,} bytes")
    return data
