"""The route of pushes: a department sends records of one category, and is answered with their receipt, or with a job."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.requests import ClientDisconnect

from app.api.callers import desk_of
from app.api.deps import CallerDep, QuestionsDep
from app.api.thin import ThinRoute
from app.api.working.waiting import answered
from app.desk.approvals.register import may_push
from app.desk.pushes import accepting
from app.desk.pushes.accepting import Accepted, NewPush
from app.desk.pushes.spool import Received, Spool
from app.errors import BadRequest, Conflict, Forbidden, InputError, NotFound, TooLarge, UnsupportedType
from app.questions.registry.nearest import nearest
from app.settings import Settings
from app.work.kinds import PUSH
from app.work.pushes import PushParams
from models.base import Model
from models.caller import Caller
from models.catalogue import Catalogue, Category, CoverageKind
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
LONGEST_KEY = 200
LARGE = 10
"""The priority of large pushes: small ones that wait for their receipt come first."""
KEY = "Idempotency-Key"


class PushQuery(Model):
    """The query parameters of a push: how its records are to be read, and how long to wait for the receipt."""

    day: str | None = Field(default=None, max_length=40, description="The day the records speak of, where they do not say.")
    provider: str | None = Field(
        default=None, max_length=100, description="Whose records they are; another than the key's department needs an approval."
    )
    coverage: CoverageKind | None = Field(default=None, description="Whether lists are full, top_n or partial.")
    reissue: str | None = Field(default=None, max_length=200, description="Send withdrawn records again, for this reason.")
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
    provider = await provider_of(request, caller, query.provider)
    known = category_of(questions.catalogue, category)
    suffix, encoding = _kind_of(request)
    spool = Spool(settings.home)
    received = await _received(request, spool, settings.push_bytes)
    try:
        reading = f"{known.name}|{provider}|{query.day}|{query.coverage}|{query.reissue}|{query.dry_run}|{encoding}"
        digest = hashlib.sha256(f"{received.sha256}|{reading}".encode()).hexdigest()
        key = _key_of(request, digest)
        name = f"{received.sha256}.{received.file.name.split('.')[0]}{suffix}"
        of = NewPush(str(caller.name), key, digest, known.name, name, received.size)
        params = PushParams(
            file=name,
            document=f"push:{key}",
            category=known.name,
            provider=provider,
            encoding=encoding,
            **query.model_dump(exclude={"wait", "provider"}),
        )
        small = received.size <= settings.push_small_bytes
        accepted = await _accepted(request, spool, received, of, params, small)
    except BaseException:
        received.drop()
        raise
    wait = settings.push_wait_seconds if query.wait is None else query.wait
    return await answered(request, accepted.job, wait if small or query.wait is not None else 0.0, fresh=accepted.needs_bytes)


def department_of(caller: Caller) -> str:
    """The department that a caller sends records for. Raises Forbidden where it has none."""
    if not caller.department:
        raise Forbidden("this key has no department: records are sent for one")
    return caller.department


async def provider_of(request: Request, caller: Caller, named: str | None) -> str:
    """Whose records a caller sends: its department's, or another provider's by an approval. Raises Forbidden."""
    if named is None:
        return department_of(caller)
    if not await desk_of(request).read(may_push, caller, named):
        raise Forbidden("records of another provider need an approval: ask for one at /v1/approvals")
    return named


def category_of(catalogue: Catalogue, name: str) -> Category:
    """The category of this name. Raises NotFound, with those whose names are near."""
    found = catalogue.categories.get(name)
    if found is None:
        near = nearest(name, catalogue.categories)
        if near:
            raise NotFound(f"the catalogue has no such category; did you mean {', '.join(near)}?", did_you_mean=near[0])
        raise NotFound("the catalogue has no such category")
    return found


def _kind_of(request: Request) -> tuple[str, str | None]:
    """The suffix of the body's kind, and its encoding where the header states one. Raises UnsupportedType."""
    media, *parts = request.headers.get("content-type", "").split(";")
    suffix = KINDS.get(media.strip().lower())
    if suffix is None:
        raise UnsupportedType(f"records are sent as {', '.join(KINDS)}; state which in Content-Type")
    given = dict(part.strip().partition("=")[::2] for part in parts if "=" in part)
    charset = given.get("charset", "").strip('"').lower()
    return suffix, charset if charset and suffix != ".xlsx" and charset not in ("utf-8", "utf8") else None


async def _received(request: Request, spool: Spool, most: int) -> Received:
    """The body, on the disk. Raises TooLarge, and BadRequest where it breaks off or is empty."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise TooLarge(f"a push has at most {most:,} bytes: part it")
    try:
        received = await spool.receive(request.stream(), most)
    except ClientDisconnect:
        raise BadRequest("the body broke off: nothing of it is kept") from None
    if not received.size:
        received.drop()
        raise BadRequest("the body is empty")
    return received


def _key_of(request: Request, digest: str) -> str:
    """The key that the sender gives a push, or one made of its bytes and of how they are to be read."""
    key = request.headers.get(KEY, "").strip().strip('"')
    if not key:
        return f"sha256:{digest}"
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise InputError(f"an Idempotency-Key has at most {LONGEST_KEY} printable ASCII characters", parameter=KEY)
    return key


async def _accepted(
    request: Request, spool: Spool, received: Received, of: NewPush, params: PushParams, small: bool
) -> Accepted:
    """The push in the desk, with its bytes under its name; of one that is there already, nothing is kept again."""
    desk = desk_of(request)
    there = await desk.read(accepting.find, of)
    if there is not None and not there.needs_bytes:
        received.drop()
        return there
    job = PUSH.new(
        params, of.caller, title=params.document, department=params.provider, **({} if small else {"priority": LARGE})
    )
    spool.keep(received, of.file)
    try:
        try:
            accepted = await desk.write(accepting.accept, of, job)
        except Conflict as error:
            if error.context.get("parameter"):
                raise
            accepted = await desk.write(accepting.accept, of, job)  # the same push came twice at the same moment
    except BaseException:
        spool.drop(of.file)
        raise
    if not accepted.needs_bytes:
        spool.drop(of.file)
    return accepted
