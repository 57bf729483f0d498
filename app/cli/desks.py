"""The desk of the settings, as commands use it."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.common import say

if TYPE_CHECKING:
    from app.desk.store import Connection, Desk


@contextmanager
def at_desk(*, create: bool = False) -> Iterator[Desk]:
    """The desk of the settings, for the time of a block; says which it is. Unless `create`, none is made.

    Raises:
        DeskUnavailable: it does not answer, or there is none.
    """
    from app.desk.store import open_desk
    from app.desk.store.opening import place_of_desk
    from app.settings import read_settings

    settings = read_settings()
    with open_desk(settings, create=create) as desk:
        say(f"desk: {place_of_desk(settings)}")
        yield desk


def keep(connection: Connection, action: str, subject: str) -> None:
    """Keep in the audit log what the user of this machine does to the desk, in the transaction that does it."""
    from app.desk.audit.chain import append
    from app.desk.store.tables.metadata import now
    from app.settings import read_settings
    from models.work.audit import AuditEntry

    append(connection, [AuditEntry(at=now(), caller=user_here(), action=action, subject=subject)], read_settings().key)


def user_here() -> str:
    """The user of this machine who gives a command, as the desk names them."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError, ImportError):
        return f"user {os.getuid()} (command line)"
