"""Bounds of what may be pushed and taken out, and approvals beyond them, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from app.desk.approvals.register import ask_approval, decide, list_approvals, may_export, may_push, may_repair
from app.desk.store import Desk
from app.desk.store.tables.approvals import APPROVALS
from app.errors import Conflict, Forbidden, NotFound
from models.caller import Caller, CallerRole
from models.work.approvals import ApprovalKind, ApprovalState, Decision, NewApproval
from tests.support.desk.keys import issue

GRANTED, REFUSED, ENDED = ApprovalState.GRANTED, ApprovalState.REFUSED, ApprovalState.ENDED


@pytest.fixture
def caller(desk: Desk) -> Caller:
    """A department of a city."""
    issued = issue(desk, CallerRole.DEPARTMENT, region="3301")
    return Caller(level=1, id=issued.id, department="某局", region="3301")


def asked(desk: Desk, caller: Caller, kind: str, scope: str) -> str:
    """The id of an approval that a caller has asked for."""
    assert caller.id is not None
    with desk.writing() as connection:
        return ask_approval(connection, caller.id, NewApproval(kind=ApprovalKind(kind), scope=scope, reason="专项检查")).id


def decided(desk: Desk, approval: str, state: ApprovalState, by: str = "operator") -> Any:
    with desk.writing() as connection:
        return decide(connection, approval, state, Decision(days=3), by, by)


def pushes(desk: Desk, caller: Caller, provider: str) -> bool:
    with desk.reading() as connection:
        return may_push(connection, caller, provider)


def exports(desk: Desk, caller: Caller, *regions: str) -> list[bool]:
    with desk.reading() as connection:
        return [may_export(connection, caller, region) for region in regions]


def test_ones_own_is_ones_own(desk: Desk, caller: Caller) -> None:
    assert pushes(desk, caller, "某局")
    assert not pushes(desk, caller, "某局二")
    assert exports(desk, caller, "3301", "330106", "33", "330201", "11", "") == [True, True, False, False, False, False]
    for nobody in (Caller(), Caller(department="某局", region="33")):
        assert not pushes(desk, nobody, "某局")
        assert exports(desk, nobody, "3301") == [False]
    nowhere = caller.model_copy(update={"region": None, "department": None})
    assert not pushes(desk, nowhere, "某局")
    assert exports(desk, nowhere, "3301", "") == [False, False]


def test_an_approval_is_for_what_it_says_once_it_is_granted_until_it_ends(desk: Desk, caller: Caller) -> None:
    push, export = asked(desk, caller, "push", "某局二"), asked(desk, caller, "export", "11")
    assert not pushes(desk, caller, "某局二")
    card = decided(desk, push, GRANTED)
    assert (card.state, card.decided_by, card.caller) == (GRANTED, "operator", "某department")
    assert timedelta(days=2.9) < card.until - datetime.now(UTC) <= timedelta(days=3)
    assert [pushes(desk, caller, name) for name in ("某局二", "某局三")] == [True, False]
    assert exports(desk, caller, "11", "110101") == [False, False]
    decided(desk, export, GRANTED)
    assert exports(desk, caller, "11", "1101", "110101", "12", "1", "") == [True, True, True, False, False, False]
    other = caller.model_copy(update={"id": "other"})
    assert not pushes(desk, other, "某局二")
    with desk.writing() as connection:
        connection.execute(update(APPROVALS).where(APPROVALS.c.id == push).values(until=datetime.now(UTC)))
    assert not pushes(desk, caller, "某局二")
    decided(desk, export, ENDED)
    assert exports(desk, caller, "11") == [False]


def test_leave_for_everywhere(desk: Desk, caller: Caller) -> None:
    decided(desk, asked(desk, caller, "export", "*"), GRANTED)
    assert exports(desk, caller, "11", "650101", "") == [True, True, True]


def test_what_is_refused_is_not_granted(desk: Desk, caller: Caller) -> None:
    push = asked(desk, caller, "push", "某局二")
    assert decided(desk, push, REFUSED).until is None
    assert not pushes(desk, caller, "某局二")
    for state in ApprovalState:
        if state is not ApprovalState.ASKED:
            with pytest.raises(Conflict, match="not in a state for this"):
                decided(desk, push, state)


def test_nobody_decides_for_themselves(desk: Desk, caller: Caller) -> None:
    push = asked(desk, caller, "push", "某局二")
    with pytest.raises(Forbidden, match="nobody decides"):
        decided(desk, push, GRANTED, str(caller.id))
    with pytest.raises(NotFound):
        decided(desk, "nothing", GRANTED)


def test_approvals_are_listed(desk: Desk, caller: Caller) -> None:
    first, second = asked(desk, caller, "push", "甲"), asked(desk, caller, "push", "乙")
    with desk.reading() as connection:
        assert [card.id for card in list_approvals(connection, caller.id)] == [second, first]
        assert list_approvals(connection, "other") == []
        assert len(list_approvals(connection)) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "export", "scope": "浙江"}, {"kind": "export", "scope": "330"}, {"kind": "all"}, {"scope": ""}, {"reason": ""}],
)
def test_what_cannot_be_asked_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        NewApproval.model_validate({"kind": "push", "scope": "某局", "reason": "专项检查", **wrong})


def test_who_repairs_records_of_others(desk: Desk, caller: Caller) -> None:
    def repairs(who: Caller, category: str = "credit_repair") -> bool:
        with desk.reading() as connection:
            return may_repair(connection, who, category)

    assert [repairs(caller), repairs(Caller(roles=frozenset({CallerRole.OPERATOR})))] == [False, True]
    decided(desk, asked(desk, caller, "push", "category:credit_repair"), GRANTED)
    assert [repairs(caller), repairs(caller, "another")] == [True, False]
    assert not pushes(desk, caller, "某局二")
