"""Receiving a push, by whatever way it comes: its bytes are on the disk, and its job in the queue, before it is answered."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.desk.approvals.register import may_push, may_repair
from app.desk.pushes import accepting
from app.desk.pushes.accepting import Accepted, NewPush
from app.desk.pushes.spool import Received, Spool
from app.desk.store import Desk
from app.errors import BadRequest, Conflict, Forbidden, InputError
from app.settings import Settings
from app.work.kinds import PUSH
from app.work.pushes import PushParams
from models.caller import Caller
from models.catalogue import Category, CoverageKind

SUFFIXES = (".csv", ".xlsx", ".json", ".ndjson", ".jsonl")
"""How the names of files end that can be pushed."""
LONGEST_KEY = 200
LARGE = 10
"""The priority of large pushes: small ones that wait for their receipt come first."""
KEY = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Sending:
    """A push as its sender means it: whose records, of which category, how they are to be read, and its `key`.

    Without a key a push is named by its bytes and by how they are to be read. `title` is what its job is called, `document` the
    document that facts name as their source; without it, that is `push:` and the name of the push. `at` is when it came, if
    that is not now.
    """

    caller: Caller
    provider: str
    category: Category
    suffix: str
    encoding: str | None = None
    day: str | None = None
    coverage: CoverageKind | None = None
    reissue: str | None = None
    dry_run: bool = False
    key: str | None = None
    title: str | None = None
    document: str | None = None
    at: datetime | None = None

    @property
    def how(self) -> dict[str, Any]:
        """How the bytes are to be read."""
        return {"day": self.day, "coverage": self.coverage, "reissue": self.reissue, "dry_run": self.dry_run}


@dataclass(frozen=True, slots=True)
class TakenPush:
    """A push that was taken: its job, whether this request began it, and whether it is so small that one waits for it."""

    job: str
    fresh: bool
    small: bool


async def provider_of(desk: Desk, caller: Caller, named: str | None = None) -> str:
    """Whose records a caller sends: its department's, or another provider's by an approval. Raises Forbidden."""
    if named is None:
        if not caller.department:
            raise Forbidden("this key has no department: records are sent for one")
        return caller.department
    if not await desk.read(may_push, caller, named):
        raise Forbidden("records of another provider need an approval: ask for one at /v1/approvals")
    return named


async def receive(desk: Desk, settings: Settings, pieces: AsyncIterator[bytes], sending: Sending) -> TakenPush:
    """Take a push: its bytes are durable when this returns.

    Raises TooLarge; BadRequest where there are no bytes; InputError where the key is none; Conflict where it had other bytes;
    Forbidden where its records repair those of others, and the caller has no approval for that.
    """
    if _repairs_others(sending.category) and not await desk.read(may_repair, sending.caller, sending.category.name):
        raise Forbidden("these records repair those of others: ask for an approval of category:NAME at /v1/approvals")
    key = checked_key(sending.key) if sending.key else None
    spool = Spool(settings.home)
    received = await spool.receive(pieces, settings.push_bytes)
    try:
        if not received.size:
            raise BadRequest("the body is empty")
        return await _taken(desk, settings, spool, received, sending, key)
    except BaseException:
        received.drop()
        raise


def _repairs_others(category: Category) -> bool:
    """Whether records of a category repair records of any category that they name, whoever provided those."""
    return any(effect.named_by for effect in category.effects)


async def _taken(
    desk: Desk, settings: Settings, spool: Spool, received: Received, sending: Sending, key: str | None
) -> TakenPush:
    reading = "|".join(map(str, (sending.category.name, sending.provider, *sending.how.values(), sending.encoding)))
    digest = hashlib.sha256(f"{received.sha256}|{reading}".encode()).hexdigest()
    key = key or f"sha256:{digest}"
    name = f"{received.sha256}.{received.file.name.split('.')[0]}{sending.suffix}"
    of = NewPush(str(sending.caller.name), key, digest, sending.category.name, name, received.size, sending.at)
    params = PushParams(
        file=name,
        document=sending.document or f"push:{key}",
        category=sending.category.name,
        provider=sending.provider,
        encoding=sending.encoding,
        **sending.how,
    )
    small = received.size <= settings.push_small_bytes
    accepted = await _accepted(desk, spool, received, of, params, sending.title, small)
    return TakenPush(accepted.job, accepted.needs_bytes, small)


def checked_key(given: str) -> str:
    """A key that the sender gives a push. Raises InputError where it is none."""
    if len(given) > LONGEST_KEY or not given.isascii() or not given.isprintable():
        raise InputError(f"an Idempotency-Key has at most {LONGEST_KEY} printable ASCII characters", parameter=KEY)
    return given


async def _accepted(
    desk: Desk, spool: Spool, received: Received, of: NewPush, params: PushParams, title: str | None, small: bool
) -> Accepted:
    """The push in the desk, with its bytes under its name; of one that is there already, nothing is kept again."""
    there = await desk.read(accepting.find, of)
    if there is not None and not there.needs_bytes:
        received.drop()
        return there
    more = {} if small else {"priority": LARGE}
    job = PUSH.new(params, of.caller, title=title or params.document, department=params.provider, **more)
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
