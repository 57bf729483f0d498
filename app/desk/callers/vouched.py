"""Callers whom an issuer of OpenID Connect vouches for: in the register since they first came, so that they can be revoked."""

from sqlalchemy import Connection, insert, select, update

from app.desk.store.tables.callers import CALLERS
from app.desk.store.tables.metadata import now
from models.caller import GRANTED, Caller

BY = "issuer"


def known_as(connection: Connection, caller: Caller) -> bool | None:
    """Whether the register has a caller as the issuer describes it now; None where it is revoked."""
    row = connection.execute(select(CALLERS).where(CALLERS.c.id == caller.id)).mappings().one_or_none()
    if row is None:
        return False
    if row["revoked_at"] is not None:
        return None
    return all(row[name] == value for name, value in _values(caller).items())


def keep_vouched(connection: Connection, caller: Caller) -> bool:
    """Put a caller into the register as the issuer describes it now; returns whether it is good, and not revoked."""
    known = known_as(connection, caller)
    if known is None:
        return False
    if known:
        return True
    this = CALLERS.c.id == caller.id
    if connection.execute(update(CALLERS).where(this).values(_values(caller))).rowcount == 0:
        row = {"id": caller.id, "created_at": now(), "created_by": BY, **_values(caller)}
        connection.execute(insert(CALLERS).values(row))
    return True


def _values(caller: Caller) -> dict[str, object]:
    roles = [str(role) for role in GRANTED if role in caller.roles]
    return {"name": caller.name, "department": caller.department, "region": caller.region, "roles": roles}
