"""Commands on the audit log: list, head, verify."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.common import Json, put, put_json
from app.cli.desks import at_desk
from app.cli.language.help import CommandsOf
from app.cli.language.messages import in_words
from app.cli.language.speaking import say_page, spoken
from app.errors import InputError
from models.caller import SHANGHAI

if TYPE_CHECKING:
    from models.work.audit import AuditHead, AuditRecord

audit_app = CommandsOf("What callers did, in a log whose every change shows.")
Day = Annotated[str | None, typer.Option(help="A day in China (YYYY-MM-DD), the first or the last looked at.")]


@audit_app.command("list")
def audit_list(
    caller: Annotated[str | None, typer.Option("--caller", help="Those of one caller, by its id or name.")] = None,
    about: Annotated[str | None, typer.Option("--about", help="Those about one party, as it was asked for.")] = None,
    action: Annotated[str | None, typer.Option("--action", help="Those whose action begins so.")] = None,
    since: Day = None,
    until: Day = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="How many items are shown.")] = 50,
    cursor: Annotated[str | None, typer.Option("--cursor", help="The `next` of the page before.")] = None,
    json: Json = False,
) -> None:
    """What callers did, the latest first; of the public, how often what was asked."""
    from app.desk.audit.personal import forms
    from app.desk.audit.search import find
    from app.settings import read_settings

    subject = None if about is None else forms(about, read_settings().key)
    first, last = _day(since), _day(until)
    over = last + timedelta(days=1) if last else None
    with at_desk() as desk, desk.reading() as connection:
        page = find(
            connection, caller=caller, subject=subject, action=action, since=first, until=over, limit=limit, cursor=cursor
        )
    if json:
        put_json(page.model_dump(mode="json"))
        return
    for entry in page.items:
        put(_line(entry))
    say_page(page.shown, page.total, page.next)


@audit_app.command("head")
def audit_head(json: Json = False) -> None:
    """The last entry and its hash, to be kept elsewhere: it proves later that nothing before it was changed."""
    from app.desk.audit.chain import head_of

    with at_desk() as desk, desk.reading() as connection:
        head = head_of(connection)
    if json:
        put_json(head.model_dump())
    else:
        put(f"{head.seq}:{head.hash}")


@audit_app.command("verify")
def audit_verify(
    kept: Annotated[str | None, typer.Option("--head", help="A head that was kept: NUMBER:HASH.")] = None, json: Json = False
) -> None:
    """Check that no entry was changed, removed or moved; ends with 1 where one was."""
    from app.desk.audit.chain import verify
    from app.settings import read_settings

    head = _head(kept) if kept else None
    with at_desk() as desk, desk.reading() as connection:
        found = verify(connection, read_settings().key, head)
    if json:
        put_json(found.model_dump())
    else:
        for wrong in found.wrong:
            put(in_words(wrong))
        word = spoken()
        key = "audit_wrong" if found.wrong else "audit_whole"
        put(word(key, n=found.entries, head=f"{found.head.seq}:{found.head.hash}"))
    if found.wrong:
        raise typer.Exit(1)


def _head(text: str) -> AuditHead:
    from models.work.audit import AuditHead

    number, _, told = text.partition(":")
    if not (number.isascii() and number.isdigit()) or len(told) != 64:
        raise InputError("--head is NUMBER:HASH, as `quanjing audit head` gives it", parameter="head")
    return AuditHead(seq=int(number), hash=told)


def _day(text: str | None) -> datetime | None:
    """The first moment of a day in China."""
    if text is None:
        return None
    try:
        return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), SHANGHAI)  # noqa: DTZ007 - it is a day
    except ValueError:
        raise InputError("a day is YYYY-MM-DD", parameter="since") from None


def _line(entry: AuditRecord) -> str:
    at = entry.at.astimezone(SHANGHAI).isoformat(sep=" ", timespec="seconds")[:19]
    told = " ".join(f"{name}={value}" for name, value in entry.parameters.items())
    counts = [f"×{entry.times}"] if entry.times > 1 else []
    rows = [spoken()("audit_rows", n=entry.rows)] if entry.rows is not None else []
    why = [entry.purpose] if entry.purpose else []
    status = "…" if entry.status is None else str(entry.status)
    return "\t".join([str(entry.seq), at, entry.caller, entry.action, status, *counts, *rows, told, *why])
