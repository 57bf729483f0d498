"""The register of approvals in the desk: ask for one, decide it, take it back, and whether one holds now."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from app.desk.callers.keys import new_id
from app.desk.store.tables.approvals import APPROVALS
from app.desk.store.tables.callers import CALLERS
from app.desk.store.tables.metadata import now
from app.errors import Conflict, Forbidden, NotFound
from models.caller import Caller, CallerRole
from models.work.approvals import EVERYWHERE, ApprovalCard, ApprovalKind, ApprovalState, Decision, NewApproval

SHOWN = 500


def ask_approval(connection: Connection, caller_id: str, new: NewApproval) -> ApprovalCard:
    """Ask leave for a caller."""
    row = {"id": new_id(), "caller_id": caller_id, **new.model_dump(mode="json")}
    connection.execute(insert(APPROVALS).values(**row, state=ApprovalState.ASKED, asked_at=now()))
    return _card(_found(connection, row["id"]))


def decide(
    connection: Connection, approval: str, state: ApprovalState, how: Decision, by: str, deciding: str | None = None
) -> ApprovalCard:
    """Grant or refuse what was asked, or end what was granted. `by` is who does, `deciding` their id if they have a key.

    Raises:
        NotFound: there is no such approval.
        Forbidden: the one who asked would decide.
        Conflict: it is not in a state for this.
    """
    row = _found(connection, approval, lock=True)
    if deciding is not None and deciding == row.caller_id:
        raise Forbidden("nobody decides what they asked for")
    before = ApprovalState.GRANTED if state is ApprovalState.ENDED else ApprovalState.ASKED
    if row.state != before:
        raise Conflict("the approval is not in a state for this")
    moment = now()
    until = {ApprovalState.GRANTED: moment + timedelta(days=how.days), ApprovalState.ENDED: moment}.get(state)
    values = {"state": state, "decided_at": moment, "decided_by": by, "remark": how.remark, "until": until}
    connection.execute(update(APPROVALS).where(APPROVALS.c.id == row.id).values(values))
    return _card(_found(connection, approval))


def list_approvals(connection: Connection, caller_id: str | None = None) -> list[ApprovalCard]:
    """Approvals, the latest first; those of one caller, if it is given."""
    which = [APPROVALS.c.caller_id == caller_id] if caller_id else []
    return [_card(row) for row in connection.execute(_cards(*which).order_by(APPROVALS.c.asked_at.desc()).limit(SHOWN))]


def may_push(connection: Connection, caller: Caller, provider: str) -> bool:
    """Whether a caller may push records of a provider: its own department's, or by an approval that holds now."""
    if caller.id is None:
        return False
    return caller.department == provider or _holds(connection, caller.id, ApprovalKind.PUSH, [provider])


def may_repair(connection: Connection, caller: Caller, category: str) -> bool:
    """Whether a caller may push records that repair those of others: an operator, or by an approval for this category."""
    if CallerRole.OPERATOR in caller.roles:
        return True
    return caller.id is not None and _holds(connection, caller.id, ApprovalKind.PUSH, [f"category:{category}"])


def may_export(connection: Connection, caller: Caller, region: str) -> bool:
    """Whether records of a division (its code, or the beginning of it) may leave to a caller in bulk.

    Its own region and what lies in it may; more by an approval that holds now. Without a region none is its own.
    """
    if caller.id is None:
        return False
    if caller.region and region.startswith(caller.region):
        return True
    around = [region[:length] for length in (2, 4, 6) if len(region) >= length]
    return _holds(connection, caller.id, ApprovalKind.EXPORT, around)


def _holds(connection: Connection, caller_id: str, kind: ApprovalKind, scopes: list[str]) -> bool:
    query = select(APPROVALS.c.id).where(
        APPROVALS.c.caller_id == caller_id,
        APPROVALS.c.kind == kind,
        APPROVALS.c.scope.in_([*scopes, EVERYWHERE]),
        APPROVALS.c.state == ApprovalState.GRANTED,
        APPROVALS.c.until > now(),
    )
    return connection.execute(query.limit(1)).first() is not None


def _cards(*which: ColumnElement[bool]) -> Any:
    joined = APPROVALS.join(CALLERS, CALLERS.c.id == APPROVALS.c.caller_id)
    return select(APPROVALS, CALLERS.c.name.label("caller")).select_from(joined).where(*which)


def _found(connection: Connection, approval: str, *, lock: bool = False) -> Row[Any]:
    query = _cards(APPROVALS.c.id == approval)
    row: Row[Any] | None = connection.execute(query.with_for_update(of=APPROVALS) if lock else query).one_or_none()
    if row is None:
        raise NotFound("there is no such approval")
    return row


def _card(row: Row[Any]) -> ApprovalCard:
    return ApprovalCard.model_validate(row._asdict())
