"""Whom a command that reads acts as: whoever owns the folder, at the level they give, or a caller of the desk (`--as`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.caller import Caller

_name: list[str] = []


def act_as(name: str | None) -> None:
    """Have the command of this process act as a caller, by its id or name; None: as whoever owns the folder."""
    _name[:] = [name] if name else []


def caller_here(level: int) -> Caller:
    """The caller whom a command acts as, who sees what the caller would see over the network; that it does is kept.

    Raises:
        InputError: a level is given besides.
        NotFound, Conflict: there is no such caller, or it is revoked.
        DeskUnavailable: there is no desk.
    """
    from models.caller import Caller

    if not _name:
        return Caller(level=level)
    from app.cli.desks import at_desk, keep
    from app.desk.callers.register import caller_named
    from app.errors import InputError

    if level:
        raise InputError("with --as, the roles of the caller say the level: leave out --level", parameter="level")
    with at_desk() as desk, desk.writing() as connection:
        caller = caller_named(connection, _name[0])
        keep(connection, "asked as a caller", str(caller.id))
    return caller


def is_caller() -> bool:
    """Whether commands act as a caller of the desk."""
    return bool(_name)
