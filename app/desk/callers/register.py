"""The register of callers in the desk: add one, list them, give a new key, take one away, and who a key belongs to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from app.desk.callers.keys import GivenKey, NewKey, new_id, new_key, same
from app.desk.store.tables.callers import CALLERS, KEYS
from app.desk.store.tables.metadata import now
from app.errors import Conflict, NotFound
from models.caller import GRANTED, OIDC, Caller, CallerRole, level_of
from models.work.callers import CallerCard, IssuedKey, KeyCard, NewCaller, Rotation

KEY_DAYS = 365
"""Days for which a key is good where nobody says for how many."""
_OWNER = CALLERS.join(KEYS, KEYS.c.caller_id == CALLERS.c.id)


def add_caller(connection: Connection, new: NewCaller, by: str) -> IssuedKey:
    """Add a caller with its first key; `by` is who does so.

    Raises:
        Conflict: there is a caller of that name, revoked or not.
    """
    if connection.scalar(select(CALLERS.c.id).where(CALLERS.c.name == new.name)) is not None:
        raise Conflict("there is a caller of that name")
    moment = now()
    row = new.model_dump(include={"name", "department", "party", "region", "roles"}, mode="json")
    caller = {"id": new_id(), **row, "created_at": moment, "created_by": by}
    connection.execute(insert(CALLERS).values(caller))
    key, until = _add_key(connection, caller["id"], moment, new.days)
    return _issued(caller["id"], new.name, new.roles, key, until)


def rotate_key(connection: Connection, caller: str, how: Rotation) -> IssuedKey:
    """Give a caller, by id or name, a new key; its old ones end now, or in so many hours.

    Raises:
        NotFound: there is no such caller.
        Conflict: the caller is revoked, or has no keys since an issuer vouches for it.
    """
    row = _active(connection, caller)
    if row.id.startswith(OIDC):
        raise Conflict("this caller has no keys: it signs in at its issuer")
    moment = now()
    good = update(KEYS).where(KEYS.c.caller_id == row.id, _good(moment))
    if how.overlap_hours:
        end = moment + timedelta(hours=how.overlap_hours)
        connection.execute(good.where(or_(KEYS.c.expires_at.is_(None), KEYS.c.expires_at > end)).values(expires_at=end))
    else:
        connection.execute(good.values(revoked_at=moment))
    key, until = _add_key(connection, row.id, moment, how.days)
    return _issued(row.id, row.name, _roles(row.roles), key, until)


def revoke_caller(connection: Connection, caller: str) -> CallerCard:
    """End a caller, by id or name, with all its keys, for good; one that is revoked stays as it is.

    Raises:
        NotFound: there is no such caller.
    """
    row, moment = _named(connection, caller), now()
    connection.execute(update(CALLERS).where(CALLERS.c.id == row.id, CALLERS.c.revoked_at.is_(None)).values(revoked_at=moment))
    connection.execute(update(KEYS).where(KEYS.c.caller_id == row.id, _good(moment)).values(revoked_at=moment))
    return _cards(connection, CALLERS.c.id == row.id)[0]


def list_callers(connection: Connection) -> list[CallerCard]:
    """All callers by name, revoked ones too, with their keys."""
    return _cards(connection)


def caller_of_key(connection: Connection, given: GivenKey) -> Caller | None:
    """The caller to whom a key belongs that is good now; None where it is wrong, expired, revoked or nobody's."""
    columns = (
        *(KEYS.c.digest, KEYS.c.expires_at, KEYS.c.revoked_at, CALLERS.c.revoked_at.label("ended_at")),
        *(CALLERS.c.id, CALLERS.c.name, CALLERS.c.department, CALLERS.c.party, CALLERS.c.region, CALLERS.c.roles),
    )
    row = connection.execute(select(*columns).select_from(_OWNER).where(KEYS.c.id == given.id)).one_or_none()
    right = same(given, row.digest if row else None)
    if row is None or not right or row.revoked_at is not None or row.ended_at is not None:
        return None
    if row.expires_at is not None and row.expires_at <= now():
        return None
    return caller_of_row(row)


def caller_by_id(connection: Connection, caller_id: str) -> Caller | None:
    """The caller of an id, as they are by now; None where they are revoked, or nobody."""
    row = connection.execute(select(CALLERS).where(CALLERS.c.id == caller_id, CALLERS.c.revoked_at.is_(None))).one_or_none()
    return None if row is None else caller_of_row(row)


def caller_named(connection: Connection, caller: str) -> Caller:
    """The caller of that id or name, as one who has shown its key.

    Raises:
        NotFound: there is no such caller.
        Conflict: the caller is revoked.
    """
    return caller_of_row(_active(connection, caller))


def caller_of_row(row: Any) -> Caller:
    """The caller that a row of the register describes, as one who has shown who it is."""
    roles = _roles(row.roles)
    return Caller(
        level=level_of(roles),
        id=row.id,
        name=row.name,
        department=row.department,
        party=row.party,
        region=row.region,
        roles=frozenset({CallerRole.PUBLIC, *roles}),
    )


def note_used(connection: Connection, used: Iterable[tuple[str, datetime]]) -> None:
    """Keep when keys were last used: pairs of a key's id and the moment."""
    for key, moment in used:
        later = or_(KEYS.c.last_used_at.is_(None), KEYS.c.last_used_at < moment)
        connection.execute(update(KEYS).where(KEYS.c.id == key, later).values(last_used_at=moment))


def _add_key(connection: Connection, caller: str, moment: datetime, days: int | None) -> tuple[NewKey, datetime]:
    key, until = new_key(), moment + timedelta(days=days or KEY_DAYS)
    row = {"id": key.id, "caller_id": caller, "digest": key.digest, "created_at": moment, "expires_at": until}
    connection.execute(insert(KEYS).values(row))
    return key, until


def _issued(caller: str, name: str, roles: Iterable[CallerRole], key: NewKey, until: datetime) -> IssuedKey:
    held = tuple(roles)
    return IssuedKey(id=caller, name=name, key=key.text, key_id=key.id, expires_at=until, roles=held, level=level_of(held))


def _good(moment: datetime) -> ColumnElement[bool]:
    return and_(KEYS.c.revoked_at.is_(None), or_(KEYS.c.expires_at.is_(None), KEYS.c.expires_at > moment))


def _named(connection: Connection, caller: str) -> Row[Any]:
    """The caller of that id; else of that name."""
    for column in (CALLERS.c.id, CALLERS.c.name):
        row = connection.execute(select(CALLERS).where(column == caller)).one_or_none()
        if row is not None:
            return row
    raise NotFound("there is no such caller")


def _active(connection: Connection, caller: str) -> Row[Any]:
    """As `_named`. Raises Conflict where that caller is revoked."""
    row = _named(connection, caller)
    if row.revoked_at is not None:
        raise Conflict("the caller is revoked")
    return row


def _cards(connection: Connection, *which: ColumnElement[bool]) -> list[CallerCard]:
    rows = connection.execute(select(CALLERS).where(*which).order_by(CALLERS.c.name)).mappings().all()
    columns = [column for column in KEYS.c if column.name != "digest"]
    held: dict[str, list[KeyCard]] = {row["id"]: [] for row in rows}
    for row in connection.execute(select(*columns).order_by(KEYS.c.created_at.desc(), KEYS.c.id)).mappings():
        if row["caller_id"] in held:
            card = KeyCard.model_validate({name: value for name, value in row.items() if name != "caller_id"})
            held[row["caller_id"]].append(card)
    return [_card(dict(row), tuple(held[row["id"]])) for row in rows]


def _card(row: dict[str, Any], keys: tuple[KeyCard, ...]) -> CallerCard:
    roles = _roles(row.pop("roles"))
    return CallerCard(**row, roles=roles, level=level_of(roles), keys=keys)


def _roles(names: Iterable[str]) -> tuple[CallerRole, ...]:
    """Roles by their names; one that this program does not know gives nothing."""
    return tuple(CallerRole(name) for name in names if name in GRANTED)
