"""Commands on callers: add, list, rotate, revoke. They work on the desk itself: whoever may write its folder is trusted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.common import Json, put, put_json, say
from app.cli.desks import at_desk, keep, user_here
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import spoken
from models.caller import GRANTED, SHANGHAI

if TYPE_CHECKING:
    from models.work.callers import CallerCard, IssuedKey

callers_app = CommandsOf("Who may call over the network, with which key.")
CallerName = Annotated[str, typer.Argument(metavar="CALLER", help="The id of a caller, or its name.")]
Days = Annotated[int | None, typer.Option("--days", min=1, max=3650, help="Days for which the key is good; default a year.")]
ROLES = ", ".join(GRANTED)


@callers_app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who it is, for people; no two callers have one name.")],
    role: Annotated[
        list[str],
        typer.Option(
            "--role", help="department, investigator, analyst, node, operator, approver or enterprise; may be repeated."
        ),
    ],
    department: Annotated[str | None, typer.Option("--department", help="The provider for which it pushes records.")] = None,
    party: Annotated[str | None, typer.Option("--party", help="The enterprise it acts for, as scheme:value.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Its division by GB/T 2260: 2, 4 or 6 digits.")] = None,
    days: Days = None,
    json: Json = False,
) -> None:
    """Add a caller, and show its key this once."""
    from app.desk.callers.register import add_caller
    from models.work.callers import NewCaller

    new = _checked(NewCaller, name=name, department=department, party=party, region=region, roles=role, days=days)
    with at_desk(create=True) as desk, desk.writing() as connection:
        issued = add_caller(connection, new, user_here())
        keep(connection, "caller added", issued.id)
    _show_key(issued, json)


@callers_app.command("list")
def callers_list(json: Json = False) -> None:
    """All callers with their keys, but for the secret part."""
    from app.desk.callers.register import list_callers

    with at_desk() as desk, desk.reading() as connection:
        cards = list_callers(connection)
    if json:
        put_json([card.model_dump(mode="json") for card in cards])
        return
    for card in cards:
        for line in _lines(card):
            put(line)


@callers_app.command("rotate")
def rotate(
    caller: CallerName,
    days: Days = None,
    overlap: Annotated[int, typer.Option("--overlap", min=0, max=720, help="Hours for which the old key stays good.")] = 0,
    json: Json = False,
) -> None:
    """Give a caller a new key, shown this once, and end its old ones."""
    from app.desk.callers.register import rotate_key
    from models.work.callers import Rotation

    with at_desk() as desk, desk.writing() as connection:
        issued = rotate_key(connection, caller, Rotation(days=days, overlap_hours=overlap))
        keep(connection, "key rotated", issued.id)
    _show_key(issued, json)


@callers_app.command("revoke")
def revoke(caller: CallerName, json: Json = False) -> None:
    """End a caller with all its keys, for good; no process takes them after a second."""
    from app.desk.callers.register import revoke_caller

    with at_desk() as desk, desk.writing() as connection:
        card = revoke_caller(connection, caller)
        keep(connection, "caller revoked", card.id)
    if json:
        put_json(card.model_dump(mode="json"))
    else:
        put(spoken()("caller_revoked", name=card.name, id=card.id))


def _checked(model: Any, **given: Any) -> Any:
    """A model of what was given; what does not fit is told as that of an option."""
    from pydantic import ValidationError

    from app.errors import InputError

    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = str(first["loc"][0]) if first["loc"] else ""
        if place == "roles":
            raise InputError(f"--role is one of {ROLES}", parameter="role") from None
        if place == "region":
            raise InputError("--region is a division of GB/T 2260: 2, 4 or 6 digits", parameter="region") from None
        if place == "party":
            raise InputError("--party is an identifier such as uscc:91330106…", parameter="party") from None
        if not place and "enterprise" in given["roles"]:
            raise InputError("the role enterprise needs --party, and stands alone", parameter="party") from None
        if not place:
            raise InputError("the roles department and approver need --department", parameter="department") from None
        raise InputError("a name has 1 to 200 characters, none of them a control character", parameter=place) from None


def _show_key(issued: IssuedKey, json: bool) -> None:
    if json:
        put_json(issued.model_dump(mode="json"))
        return
    put(issued.key)
    word = spoken()
    say(word("caller_issued", name=issued.name, id=issued.id, until=_day(issued.expires_at)))


def _lines(card: CallerCard) -> Iterator[str]:
    word = spoken()
    roles = word("and_list").join(word.code("caller_role", role) for role in card.roles)
    where = [text for text in (card.department, card.party, word.region(card.region) if card.region else None) if text]
    state = [word("caller_revoked_on", day=_day(card.revoked_at))] if card.revoked_at else []
    yield "\t".join([card.id, card.name, roles, *where, *state])
    for key in card.keys:
        used = word("key_used", at=word.moment_of(key.last_used_at)) if key.last_used_at else word("key_unused")
        end = (
            word("caller_revoked_on", day=_day(key.revoked_at))
            if key.revoked_at
            else word("key_until", day=_day(key.expires_at))
        )
        yield f"  {word('key_line', id=key.id, since=_day(key.created_at), end=end, used=used)}"


def _day(moment: datetime | None) -> str:
    """The day of a moment in China."""
    return moment.astimezone(SHANGHAI).date().isoformat() if moment else spoken()("no_end")
