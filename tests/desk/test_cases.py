"""Cases in the desk, on SQLite and on PostgreSQL: opened once, acted in as their kind allows, seen by whom they concern."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.desk.cases import rows
from app.desk.cases.participants import PROGRAM, Participant
from app.desk.cases.register import act, case_keyed, list_cases, open_case, read_case, settle_terms
from app.desk.store import Desk
from app.desk.store.tables.cases import CASES, STEPS
from app.errors import Conflict, Forbidden, NotFound, RulesError
from app.rules.cases.kinds import case_kinds, read_case_kinds
from models.work.cases import CaseFilter, CaseHistory, NewCase, NewStep

OFFICE = Participant("某局一员 (1)", "某局", 1)
COLLEAGUE = Participant("某局二员 (2)", "某局", 1)
OTHER = Participant("别局一员 (3)", "别局", 1)
OPERATOR = Participant("运营 (4)", level=1, operator=True)
NEW = NewCase(kind="problem_rows", key="b1", receiver="某局", basis={"batch": "b1", "rows": 3})


def opened(desk: Desk, new: NewCase = NEW, by: Participant = PROGRAM) -> CaseHistory:
    with desk.writing() as connection:
        return open_case(connection, new, by)[0]


def acted(desk: Desk, case: str, action: str, by: Participant, **more: Any) -> CaseHistory:
    with desk.writing() as connection:
        return act(connection, case, NewStep(action=action, **more), by)


def listed(desk: Desk, viewer: Participant, **which: Any) -> list[str]:
    with desk.reading() as connection:
        return [card.id for card in list_cases(connection, viewer, CaseFilter(**which)).items]


def test_a_case_from_first_to_last(desk: Desk) -> None:
    case = opened(desk)
    assert (case.state, case.final, case.sender, case.opened_by, case.actions) == (
        "open", False, None, "quanjing", ("note_mended", "close_mended", "void", "remind"),
    )  # fmt: skip
    claimed = acted(desk, case.id, "claim", OFFICE)
    assert (claimed.state, claimed.holder, claimed.actions) == ("claimed", OFFICE.by, ("release", "answer"))
    with pytest.raises(Conflict, match="needs a remark"):
        acted(desk, case.id, "answer", OFFICE)
    acted(desk, case.id, "answer", OFFICE, remark="源头有误", data={"rows": [4, 7]})
    back = acted(desk, case.id, "return", OPERATOR, remark="第七行可更正")
    assert (back.state, back.holder) == ("claimed", OFFICE.by)
    acted(desk, case.id, "answer", OFFICE, remark="已更正")
    done = acted(desk, case.id, "accept", OPERATOR)
    assert (done.state, done.final, done.holder, done.actions) == ("settled", True, None, ())
    assert done.ended_at is not None
    told = [(step.number, step.action, step.before, step.after, step.by) for step in done.steps]
    assert told == [
        (1, "open", None, "open", "quanjing"),
        (2, "claim", "open", "claimed", OFFICE.by),
        (3, "answer", "claimed", "answered", OFFICE.by),
        (4, "return", "answered", "claimed", OPERATOR.by),
        (5, "answer", "claimed", "answered", OFFICE.by),
        (6, "accept", "answered", "settled", OPERATOR.by),
    ]
    assert (done.steps[2].remark, done.steps[2].data) == ("源头有误", {"rows": [4, 7]})


def test_what_is_not_allowed_says_what_is(desk: Desk) -> None:
    case = opened(desk)
    with pytest.raises(Conflict, match="the case is open: accept is not allowed, only remind") as refused:
        acted(desk, case.id, "accept", OPERATOR)
    assert refused.value.context["allowed"] == ["remind"]
    with pytest.raises(Conflict, match="only claim"):
        acted(desk, case.id, "answer", OFFICE)
    with pytest.raises(Conflict, match="only claim"):
        acted(desk, case.id, "nonsense", OFFICE)
    acted(desk, case.id, "claim", OFFICE)
    with pytest.raises(Conflict, match="answer is not allowed, only nothing"):
        acted(desk, case.id, "answer", COLLEAGUE, remark="不是我认领的")
    with desk.reading() as connection:
        assert connection.execute(select(func.count()).select_from(STEPS)).scalar_one() == 2


def test_of_two_who_claim_at_once_one_does(desk: Desk) -> None:
    case = opened(desk)

    def claim(by: Participant) -> str:
        try:
            return str(acted(desk, case.id, "claim", by).holder)
        except Conflict as error:
            return error.message

    with ThreadPoolExecutor(4) as threads:
        told = sorted(threads.map(claim, [OFFICE, COLLEAGUE, OFFICE, COLLEAGUE]))
    winners = [one for one in told if one in (OFFICE.by, COLLEAGUE.by)]
    assert len(winners) == 1
    assert all("the case is claimed: claim is not allowed" in one for one in told if one not in winners)
    with desk.reading() as connection:
        assert [step.action for step in read_case(connection, case.id, OFFICE).steps] == ["open", "claim"]


def test_a_key_names_one_case_and_one_step(desk: Desk) -> None:
    first = opened(desk)
    with desk.writing() as connection:
        again, made = open_case(connection, NEW, PROGRAM)
    assert (again, made) == (first, False)
    with pytest.raises(Conflict, match="another case"):
        opened(desk, NEW.model_copy(update={"receiver": "别局"}))
    with ThreadPoolExecutor(4) as threads:
        ids = set(threads.map(lambda _: opened(desk, NEW.model_copy(update={"key": "b2"})).id, range(4)))
    assert len(ids) == 1
    taken = [acted(desk, first.id, "claim", OFFICE, key="k") for _ in range(2)]
    assert taken[0].steps == taken[1].steps
    with pytest.raises(Conflict, match="another step"):
        acted(desk, first.id, "release", OFFICE, key="k")


def test_only_those_whom_a_case_concerns_see_it(desk: Desk) -> None:
    case = opened(desk).id
    secret = opened(desk, NEW.model_copy(update={"key": "b2", "level": 2})).id
    assert listed(desk, OFFICE) == listed(desk, COLLEAGUE) == listed(desk, OPERATOR) == [case]
    assert listed(desk, Participant("x", "某局", 2)) == [secret, case]
    for stranger in (OTHER, Participant("某局一员", None, 1), Participant("y", "某局", 0)):
        assert listed(desk, stranger) == []
        with pytest.raises(NotFound):
            acted(desk, case, "remind", stranger)
    with desk.reading() as connection:
        assert case_keyed(connection, "problem_rows", "b1", OTHER) is None
        assert case_keyed(connection, "problem_rows", "b1", OPERATOR) is not None


def test_who_may_not_open_does_not(desk: Desk) -> None:
    for by in (OFFICE, OTHER):
        with pytest.raises(Forbidden):
            opened(desk, by=by)
    with pytest.raises(NotFound, match="no such kind"):
        opened(desk, NEW.model_copy(update={"kind": "nothing"}))
    with pytest.raises(Forbidden):
        opened(desk, NEW.model_copy(update={"level": 2}), OPERATOR)
    assert opened(desk, by=OPERATOR).opened_by == OPERATOR.by


def test_cases_are_listed_by_what_they_are(desk: Desk) -> None:
    one = opened(desk).id
    two = opened(desk, NEW.model_copy(update={"key": "b2", "receiver": "别局", "party": "uscc:1"})).id
    three = opened(desk, NewCase(kind="late_submission", key="2026-10 penalty 某局", receiver="某局")).id
    acted(desk, one, "void", PROGRAM)
    assert listed(desk, OPERATOR) == [three, two, one]
    assert listed(desk, OPERATOR, department="某局") == [three, one]
    assert listed(desk, OPERATOR, kind="problem_rows") == [two, one]
    assert listed(desk, OPERATOR, state="void") == listed(desk, OPERATOR, open=False) == [one]
    assert listed(desk, OPERATOR, open=True) == [three, two]
    assert listed(desk, OPERATOR, party="uscc:1") == [two]
    with desk.writing() as connection:
        connection.execute(update(CASES).where(CASES.c.id == two).values(due_on="2026-01-05"))
    assert listed(desk, OPERATOR, due_by="2026-01-05") == [two]
    assert listed(desk, OPERATOR, due_by="2026-01-04") == []
    with desk.reading() as connection:
        card = read_case(connection, two, OPERATOR)
        assert card.due is not None
        assert card.due.late
        page = list_cases(connection, OPERATOR, limit=2)
        rest = list_cases(connection, OPERATOR, limit=2, cursor=page.next)
    assert (page.shown, page.total, [card.id for card in rest.items]) == (2, 3, [one])


@pytest.mark.parametrize(
    ("opened_at", "on", "unknown"),
    [
        # Friday 2026-09-25 to 27 is the Mid-Autumn holiday; 2026-10-01 to 07 the National Day one; 09-20 and 10-10 are worked.
        (datetime(2026, 9, 22, 3, tzinfo=UTC), "2026-09-30", None),
        (datetime(2026, 9, 30, 15, 59, tzinfo=UTC), "2026-10-13", None),
        (datetime(2026, 9, 30, 16, 1, tzinfo=UTC), "2026-10-13", None),
        (datetime(2026, 12, 28, 3, tzinfo=UTC), None, 2027),
    ],
)
def test_a_term_is_of_working_days(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, opened_at: datetime, on: str | None, unknown: int | None
) -> None:
    monkeypatch.setattr("app.desk.cases.register.now", lambda: opened_at)
    due = opened(desk).due
    assert due is not None
    assert (due.on, due.working_days, due.unknown_year) == (on, 5, unknown)


def test_a_term_that_was_not_known_is_worked_out_once_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.cases.register.now", lambda: datetime(2026, 12, 28, 3, tzinfo=UTC))
    case = opened(desk).id
    with desk.writing() as connection:
        assert settle_terms(connection) == 0
    monkeypatch.setattr("app.desk.cases.register.last_day", lambda rule, since: "2027-01-05")
    with desk.writing() as connection:
        assert settle_terms(connection) == 1
        assert settle_terms(connection) == 0
    assert listed(desk, OPERATOR, due_by="2027-01-05") == [case]
    assert rows.last_day({"days": 3}, "2026-12-30") == "2027-01-02"


def test_every_kind_of_this_program_can_be_finished() -> None:
    for kind in case_kinds().values():
        reached = {kind.first}
        for _ in kind.states:
            reached |= {one.to for one in kind.actions.values() if one.to and not reached.isdisjoint(one.source)}
        assert reached == set(kind.states), kind.name


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("first: open", "first: opened", 7, "there is no state opened"),
        ("to: claimed, by: [receiver]", "to: taken, by: [receiver]", 17, "there is no state taken"),
        ("{working_days: 5}", "{working_days: 5, days: 2}", 8, "working_days or days"),
        ("name: problem_rows", "name: others", 3, "others belongs in others.yml"),
        ("by: [receiver]", "by: [anybody]", 17, "receiver"),
    ],
)
def test_a_wrong_kind_names_file_and_line(tmp_path: Path, old: str, new: str, line: int, why: str) -> None:
    text = (Path(rows.__file__).parents[2] / "rules/cases/problem_rows.yml").read_text(encoding="utf-8")
    (tmp_path / "problem_rows.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError, match=f"problem_rows.yml:{line}: .*{why}"):
        read_case_kinds(tmp_path)


def test_one_reminds_of_a_case_once_a_day(desk: Desk) -> None:
    case = opened(desk)
    acted(desk, case.id, "remind", OPERATOR)
    with pytest.raises(Conflict, match="remind was taken today already"):
        acted(desk, case.id, "remind", OPERATOR)
    for _ in range(2):
        acted(desk, case.id, "remind", PROGRAM)
    with desk.writing() as connection:
        connection.execute(update(STEPS).where(STEPS.c.case_id == case.id).values(at=datetime(2026, 1, 5, tzinfo=UTC)))
    assert len(acted(desk, case.id, "remind", OPERATOR).steps) == 5


def test_an_extended_term_counts_from_the_opening_however_often_it_is_extended(desk: Desk) -> None:
    objected = NewCase(kind="objection", key="o1", sender="别局", receiver="某局", basis={"statement": "s1"})
    case = opened(desk, objected, OTHER)
    with desk.writing() as connection:  # opened on a Monday, twenty working days before a Monday
        connection.execute(update(CASES).where(CASES.c.id == case.id).values(opened_at=datetime(2026, 11, 2, 1, tzinfo=UTC)))
    for _ in range(2):
        acted(desk, case.id, "claim", OFFICE)
        case = acted(desk, case.id, "verify", OFFICE, remark="须核查")
        assert case.due is not None
        assert (case.due.on, case.due.working_days) == ("2026-11-30", 20)
        acted(desk, case.id, "release", OFFICE)
