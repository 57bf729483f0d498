"""The route of pushes: a department sends records of one category, and is answered with their receipt, or with a job."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.requests import ClientDisconnect

from app.api.deps import CallerDep, QuestionsDep
from app.api.thin import ThinRoute
from app.api.working.waiting import answered
from app.errors import BadRequest, TooLarge, UnsupportedType
from app.harmless import harmless_name
from app.questions.registry.categories import category_of
from app.security.guard import desk_of
from app.settings import Settings
from app.work.receiving import KEY, LONGEST_KEY, Sending, provider_of, receive
from models.base import Model
from models.catalogue import CoverageKind
from models.work.jobs import JobCard
from models.work.receipt import Receipt

router = APIRouter(prefix="/v1", tags=["records"], route_class=ThinRoute)
KINDS = {
    "application/json": ".json",
    "application/x-ndjson": ".ndjson",
    "application/ndjson": ".ndjson",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
"""The kinds of body that are read, with the suffix of their files."""


class PushQuery(Model):
    """The query parameters of a push: how its records are to be read, and how long to wait for the receipt."""

    day: str | None = Field(default=None, max_length=40, description="The day the records speak of, where they do not say.")
    provider: str | None = Field(
        default=None, max_length=100, description="Whose records they are; another than the key's department needs an approval."
    )
    coverage: CoverageKind | None = Field(default=None, description="Whether lists are full, top_n or partial.")
    reissue: str | None = Field(default=None, max_length=200, description="Send withdrawn records again, for this reason.")
    document: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="The name of the document, shown to everybody as the source of its facts; default that of the push.",
    )
    dry_run: bool = Field(default=False, description="Do everything but write; the receipt shows the first rows in words.")
    wait: float | None = Field(
        default=None, ge=0, le=300, description="Seconds to wait for the receipt; the default is that of the settings."
    )


CategoryName = Annotated[str, Path(max_length=40, description="A category of the catalogue.")]
_BODY = {
    "parameters": [
        {
            "in": "header",
            "name": KEY,
            "required": False,
            "schema": {"type": "string", "maxLength": LONGEST_KEY},
            "description": "Names this push: sent again with the same body it answers the same receipt, with another one 409. "
            "Without it, the push is named by its bytes.",
        }
    ],
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS if kind != "application/json"}
        | {"application/json": {"schema": {"oneOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]}}},
    },
}


@router.post(
    "/records/{category}",
    response_model=Receipt,
    status_code=201,
    responses={200: {"model": Receipt}, 202: {"model": JobCard}},
    openapi_extra=_BODY,
)
async def push(
    request: Request, category: CategoryName, query: Annotated[PushQuery, Query()], questions: QuestionsDep, caller: CallerDep
) -> Response:
    """Send records of one category, for the department of the key: JSON, JSON lines, CSV or XLSX, by Content-Type.

    They are on the disk before they are answered. A small push is answered with its receipt (201; 200 where the same push was
    sent before), a large one, or one that takes long, with a job (202).
    """
    settings: Settings = request.app.state.settings
    desk = desk_of(request)
    provider = await provider_of(desk, caller, query.provider)
    known = category_of(questions.catalogue, category)
    suffix, encoding = _kind_of(request)
    key = request.headers.get(KEY, "").strip().strip('"')
    how = query.model_dump(exclude={"wait", "provider", "document"})
    document = query.document and harmless_name(query.document)
    sending = Sending(caller, provider, known, suffix, encoding, key=key or None, document=document, **how)
    taken = await receive(desk, settings, _pieces(request, settings.push_bytes), sending)
    wait = settings.push_wait_seconds if query.wait is None else query.wait
    return await answered(request, taken.job, wait if taken.small or query.wait is not None else 0.0, fresh=taken.fresh)


def _kind_of(request: Request) -> tuple[str, str | None]:
    """The suffix of the body's kind, and its encoding where the header states one. Raises UnsupportedType."""
    media, *parts = request.headers.get("content-type", "").split(";")
    suffix = KINDS.get(media.strip().lower())
    if suffix is None:
        raise UnsupportedType(f"records are sent as {', '.join(KINDS)}; state which in Content-Type")
    given = dict(part.strip().partition("=")[::2] for part in parts if "=" in part)
    charset = given.get("charset", "").strip('"').lower()
    return suffix, charset if charset and suffix != ".xlsx" and charset not in ("utf-8", "utf8") else None


async def _pieces(request: Request, most: int) -> AsyncIterator[bytes]:
    """The body, piece by piece. Raises TooLarge where it says that it is, and BadRequest where it breaks off."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise TooLarge(f"a push has at most {most:,} bytes: part it")
    try:
        async for piece in request.stream():
            yield piece
    except ClientDisconnect:
        raise BadRequest("the body broke off: nothing of it is kept") from None
