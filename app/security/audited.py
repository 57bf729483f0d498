"""Keeps what was asked and what came of it: of a caller with a key each request, of the public how often what was asked."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, unquote

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Message, Scope, Send

from app.desk.audit.personal import shown, subject_of
from app.desk.audit.recorder import Recorder
from app.desk.store.tables.metadata import now
from app.errors import InputError, QuanjingError
from models.caller import Caller
from models.work.audit import AuditEntry

PURPOSE = b"x-purpose"
LONGEST_PURPOSE = 200
MOST_PARAMETERS = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
FAILED, GONE = 500, 499
"""What is kept of a request that failed without a status, and of one whose client went before it was answered."""
CUT_SHORT = "cut_short"
"""The name in a request's state of the function that says, once the request is cancelled, what status it has."""


class AuditedRequest:
    """One request on its way through the guard: who asked, and what was answered."""

    def __init__(self, scope: Scope, action: str, send: Send) -> None:
        self._scope, self.action, self._send = scope, action, send
        self.caller: Caller | None = None
        self.status = GONE
        self._begun = False
        self.size = 0

    async def send(self, message: Message) -> None:
        """Send a part of the answer, and count it."""
        if message["type"] == "http.response.start":
            self.status, self._begun = message["status"], True
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)

    def cut_short(self) -> None:
        """Take the status of why a request is cancelled, unless an answer had begun."""
        why: Callable[[], int] | None = self._scope.get("state", {}).get(CUT_SHORT)
        if why is not None and not self._begun:
            self.status = why()

    def entry(self, key: str, *, begun: bool = False) -> AuditEntry:
        """The request as an entry of the audit log; `begun`: before it is answered."""
        state, caller = self._scope.get("state", {}), self.caller or Caller()
        told = parameters_of(self._scope, key)
        return AuditEntry(
            at=now(),
            caller_id=caller.id,
            caller=caller.name or "public",
            action=self.action,
            subject=state.get("subject") or subject_of(told),
            parameters=told,
            purpose=caller.purpose,
            status=None if begun else self.status,
            rows=None if begun else state.get("rows"),
            bytes=None if begun else self.size,
            request_id=state.get("request_id"),
        )


@asynccontextmanager
async def attempt(scope: Scope, action: str, send: Send) -> AsyncIterator[AuditedRequest]:
    """A request, kept at the end of the block whatever came of it."""
    one = AuditedRequest(scope, action, send)
    recorder: Recorder | None = getattr(scope["app"].state, "audit", None)
    try:
        yield one
    except asyncio.CancelledError:
        one.cut_short()
        raise
    except Exception as error:
        one.status = _status(error)
        raise
    finally:
        if recorder is not None and one.caller is not None and one.caller.id is not None:
            recorder.note(one.entry(recorder.key))
        elif recorder is not None:
            recorder.count(action, one.status, scope.get("state", {}).get("rows"), one.size)


def parameters_of(scope: Scope, key: str) -> dict[str, str]:
    """The parameters of path and query, as the audit log keeps them."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=1000)
    given = [*((name, str(value)) for name, value in scope["path_params"].items()), *query]
    told: dict[str, str] = {}
    for name, value in given[:MOST_PARAMETERS]:
        kept = shown(name, value, key)
        told[name[:60]] = f"{told[name[:60]]} {kept}" if name[:60] in told else kept
    return told


def purpose_of(scope: Scope) -> str | None:
    """Why a request asks, as its sender says in `X-Purpose`: UTF-8, or percent-encoded.

    Raises:
        InputError: it is too long, or has control characters.
    """
    given = next((value for name, value in scope["headers"] if name == PURPOSE), None)
    if given is None:
        return None
    text = unquote(given.decode("utf-8", "replace")).strip()
    if len(text) > LONGEST_PURPOSE or _CONTROL.search(text):
        raise InputError(f"a purpose has at most {LONGEST_PURPOSE} characters, none of them a control character")
    return text or None


def _status(error: Exception) -> int:
    if isinstance(error, QuanjingError):
        return error.status
    if isinstance(error, HTTPException):
        return error.status_code
    return 422 if isinstance(error, RequestValidationError) else FAILED
