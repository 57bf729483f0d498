"""Sends what a page holds by the way of every push, and knows enterprises by their codes."""

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData

from app.desk.jobs import listing
from app.errors import InputError, NotFound
from app.questions.codes import identifier
from app.questions.registry import categories
from app.security.guard import caller_of, desk_of, questions_of
from app.settings import Settings
from app.ui.render import PageView
from app.ui.working.fields import labels_of
from app.words import words
from app.words.pages.receipts import worded
from app.work.following import over_within, viewer_of
from app.work.kinds import PUSH
from app.work.receiving import Sending, TakenPush, provider_of, receive
from models.catalogue import Category
from models.work.jobs import JobCard, JobState
from models.work.receipt import Receipt

KEY = "key"
"""The field of a form that holds its Idempotency-Key."""
BY_FORM = words("zh")("entry")
"""The document that facts name as their source which were filled in on a page."""


def category_of(request: Request, name: str) -> Category:
    """A category by its name or title. Raises NotFound."""
    return categories.category_of(questions_of(request).catalogue, name)


def text_of(form: FormData, name: str, longest: int = 200) -> str:
    """A text of a form; empty where it has none."""
    given = form.get(name)
    return given.strip()[:longest] if isinstance(given, str) else ""


async def one_piece(data: bytes) -> AsyncIterator[bytes]:
    """Bytes that are there already, as a body that comes in."""
    yield data


async def send(request: Request, pieces: AsyncIterator[bytes], sending: Sending) -> tuple[TakenPush, JobCard]:
    """Take a push and wait a little: what was taken, and its job as it is then."""
    settings: Settings = request.app.state.settings
    taken = await receive(desk_of(request), settings, pieces, sending)
    wait = settings.push_wait_seconds if taken.small else 0.0
    return taken, await over_within(desk_of(request), settings, taken.job, wait)


async def send_row(request: Request, category: Category, row: dict[str, str], *, key: str | None, title: str) -> JobCard:
    """Send one row for the caller's department: for good under a key; without one only what it would come to."""
    caller = caller_of(request)
    provider = await provider_of(desk_of(request), caller)
    body = json.dumps([row], ensure_ascii=False, sort_keys=True).encode()
    sending = Sending(caller, provider, category, ".json", key=key, title=title, document=BY_FORM)
    return (await send(request, one_piece(body), sending if key else replace(sending, dry_run=True)))[1]


async def result_of(request: Request, job: JobCard) -> str | None:
    """The result (JSON) of a job of the caller's; None where it is not done, or its result is no longer kept."""
    if job.state is not JobState.DONE:
        return None
    try:
        return (await desk_of(request).read(listing.result, viewer_of(caller_of(request)), job.id))[1]
    except NotFound:
        return None


async def receipt_of(request: Request, view: PageView, job: JobCard) -> Receipt | None:
    """The receipt of a push that is done, in the language of the page; None where there is none."""
    text = await result_of(request, job) if job.kind == PUSH.name else None
    if text is None:
        return None
    receipt = Receipt.model_validate_json(text)
    error = receipt.error and receipt.error.removeprefix(f"{receipt.document}: ")
    category = questions_of(request).catalogue.categories.get(receipt.category)
    labels = labels_of(category, view.lang) if category else {}

    def put(message: str) -> str:
        """A message in the language of the page; the field of a form that it begins with, by its label."""
        column, colon, rest = message.partition(": ")
        label = labels.get(column) if colon else None
        return f"{label}{view.word('colon')}{view.said(rest)}" if label else view.said(message)

    return worded(receipt.model_copy(update={"error": error}), put)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What is known of a code that was filled in: the party with its name and state, or nothing."""

    code: str
    party: dict[str, Any] | None = None


async def known(request: Request, codes: Iterable[str]) -> dict[str, LookedUp]:
    """What the caller may know of the parties with these codes, by the code."""
    found = {}
    for code in dict.fromkeys(filter(None, codes)):
        try:
            card = await questions_of(request).answer("party.show", caller_of(request), party_id=identifier(code))
        except (NotFound, InputError):
            card = None
        found[code] = LookedUp(code, card)
    return found
