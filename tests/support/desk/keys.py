"""Callers of tests: made in a desk, with the header that their key is sent in."""

from typing import Any

from app.desk.callers.register import add_caller
from app.desk.store import Desk, open_desk
from app.settings import Settings
from models.caller import CallerRole
from models.work.callers import IssuedKey, NewCaller

Headers = dict[str, str]


def new_caller(role: CallerRole = CallerRole.INVESTIGATOR, name: str | None = None, **more: Any) -> NewCaller:
    """A caller of one role; a department and an approver have a department, an enterprise its party."""
    given = {"department": "某局"} if role in (CallerRole.DEPARTMENT, CallerRole.APPROVER) else {}
    given |= {"party": "uscc:91330106EXAMPLE115"} if role is CallerRole.ENTERPRISE else {}
    return NewCaller.model_validate({"name": name or f"某{role}", "roles": [role], **given, **more})


def issue(
    desk: Desk, role: CallerRole = CallerRole.INVESTIGATOR, name: str | None = None, **more: str | int | None
) -> IssuedKey:
    """A new caller of one role in a desk, with its key."""
    with desk.writing() as connection:
        return add_caller(connection, new_caller(role, name, **more), "test")


def issue_at(
    settings: Settings, role: CallerRole = CallerRole.INVESTIGATOR, name: str | None = None, **more: str | int | None
) -> IssuedKey:
    """A new caller of one role in the desk of these settings."""
    with open_desk(settings) as desk:
        return issue(desk, role, name, **more)


def bearer(key: str) -> Headers:
    """The header in which a key is sent."""
    return {"Authorization": f"Bearer {key}"}
