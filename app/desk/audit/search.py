"""Looks for entries of the audit log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from app.desk.store.tables.audit import AUDIT
from app.errors import InputError
from models.work.audit import AuditPage, AuditRecord

MOST = 500


def find(
    connection: Connection,
    *,
    caller: str | None = None,
    subject: Sequence[str] | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> AuditPage:
    """Entries, the latest first: of a caller (id or name), about a subject, by the beginning of an action.

    `subject` has the forms in which the log may keep it, `until` is the first moment no more looked at, `cursor` the `next` of
    the page before.

    Raises:
        InputError: the cursor is none.
    """
    which: list[ColumnElement[bool]] = []
    if caller is not None:
        which.append((AUDIT.c.caller_id == caller) | (AUDIT.c.caller == caller))
    if subject is not None:
        which.append(AUDIT.c.subject.in_(subject))
    if action is not None:
        which.append(AUDIT.c.action.startswith(action, autoescape=True))
    if since is not None:
        which.append(AUDIT.c.at >= since)
    if until is not None:
        which.append(AUDIT.c.at < until)
    total = connection.scalar(select(func.count()).select_from(AUDIT).where(*which)) or 0
    if cursor is not None:
        if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
            raise InputError("the cursor is none that was given out", parameter="cursor")
        which.append(AUDIT.c.seq < int(cursor))
    rows = connection.execute(select(AUDIT).where(*which).order_by(AUDIT.c.seq.desc()).limit(limit + 1)).mappings().all()
    items = tuple(AuditRecord.model_validate(dict(row)) for row in rows[:limit])
    more = str(items[-1].seq) if len(rows) > limit else None
    return AuditPage(items=items, shown=len(items), total=total, next=more)
