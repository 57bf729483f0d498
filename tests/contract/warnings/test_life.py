"""The life of a warning, on both engines and desks: raised once, again only with more, ended by the program where facts end."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.desk.cases.participants import PROGRAM, Participant
from app.desk.cases.register import act, case_keyed
from app.desk.cases.warnings import list_warnings, plain_case, read_warning
from app.desk.store import Desk
from app.desk.store.tables.cases import CASES
from app.errors import Conflict
from app.rules.warnings.rules import warning_rules
from app.work.warnings.keeping import keep_gone, remind
from app.work.warnings.running import precisions, warn
from app.work.warnings.showing import shown_to
from loaders.load.acting import RecordAct, do_acts
from loaders.load.reading import Reading
from loaders.values.codes import reg_check
from models.caller import today
from models.statements import Action
from models.values.durations import earlier
from models.values.working_days import working_days_between
from models.work.cases import CaseCard, NewStep
from models.work.warnings import RaisedWarning, RaisedWarningHistory, WarnDone, WarnParams
from tests.support.loading import OFFICER as OFFICER_EYES
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

FIRM, OTHER = fresh_code(45_001), fresh_code(45_002)
REGISTRAR, ELSEWHERE = "示例市登记局", "示例市税务局"
OFFICER = Participant("officer", REGISTRAR, level=1)
TAX = Participant("tax", ELSEWHERE, level=1)
OPERATOR = Participant("operator", level=3, operator=True)


def before(days: int) -> str:
    return earlier(date.fromisoformat(today()), f"P{days}D").isoformat()


def decided(number: str, days: int, **more: str) -> dict[str, Any]:
    row = {
        "party": f"uscc:{FIRM}",
        "decision_no": number,
        "violation_type": "虚假宣传",
        "decided_on": before(days),
        "authority": "示例局",
    }
    return {**row, "_provider": "示例局", "_day": before(days), **more}


async def registered(graph: Loaded) -> None:
    rows = [{"name": f"示例{code[-4:]}有限公司", "code": code, "established": "2015-01-05"} for code in (FIRM, OTHER)]
    await graph.say("enterprise.csv", *rows, reading=Reading(provider=REGISTRAR, day="2015-01-05"))


async def run(graph: Loaded, desk: Desk, **params: Any) -> WarnDone:
    return await warn(graph.engine, graph.catalogue, desk, WarnParams(rules=("W07",), **params))


async def only(desk: Desk, viewer: Participant = OPERATOR) -> RaisedWarningHistory:
    (found,) = (await desk.read(list_warnings, viewer)).items
    history: RaisedWarningHistory = await desk.read(read_warning, found.id, viewer)
    return history


async def take(desk: Desk, warning: RaisedWarning, action: str, by: Participant, **more: Any) -> None:
    await desk.write(act, warning.id, NewStep(action=action, **more), by)


async def raised(graph: Loaded, desk: Desk) -> RaisedWarningHistory:
    await registered(graph)
    await graph.say("penalty.first.csv", decided("示罚1号", 200), decided("示罚2号", 20))
    assert (await run(graph, desk)).raised == 1
    return await only(desk)


async def test_it_is_raised_once_to_whoever_registers_with_its_figures(graph: Loaded, desk: Desk) -> None:
    warning = await raised(graph, desk)
    assert (warning.rule, warning.party, warning.state, warning.receiver) == ("W07", f"uscc:{FIRM}", "raised", REGISTRAR)
    assert {one["name"]: (one["value"], one["threshold"]) for one in warning.figures} == {
        "decisions": (2, 2),
        "days": (180, 365),
    }
    assert warning.basis["roots"] == ["decision:示罚1号", "decision:示罚2号"]
    assert [one["day"] for one in warning.records] == [before(20), before(200)]
    assert warning.due is not None
    assert warning.due.working_days == 10
    again = await run(graph, desk)
    assert (again.found, again.raised, again.again, again.gained, again.lapsed) == (1, 0, 0, 0, 0)
    assert len((await only(desk)).steps) == 1


async def test_more_of_an_open_one_is_noted_and_told_twice_is_not(graph: Loaded, desk: Desk) -> None:
    await raised(graph, desk)
    await graph.say("penalty.told.csv", decided("示罚2号", 20, _provider="示例中心"))
    assert (await run(graph, desk)).gained == 0
    await graph.say("penalty.third.csv", decided("示罚3号", 10))
    done = await run(graph, desk)
    assert (done.gained, done.raised) == (1, 0)
    step = (await only(desk)).steps[-1]
    assert (step.action, step.by, step.after) == ("gain", "quanjing", "raised")
    assert step.data["gained"] == {
        "roots": ["decision:示罚3号"],
        "bands": [{"figure": "decisions", "before": 1, "after": 2}],
    }
    assert step.data["before"]["basis"]["roots"] == ["decision:示罚1号", "decision:示罚2号"]


async def test_what_was_false_is_raised_again_only_with_more(graph: Loaded, desk: Desk) -> None:
    warning = await raised(graph, desk)
    await take(desk, warning, "claim", OFFICER)
    for wrong in ({}, {"remark": "无误"}, {"remark": "无误", "data": {"ground": "because"}}):
        with pytest.raises(Conflict):
            await take(desk, warning, "dismiss", OFFICER, **wrong)
    await take(desk, warning, "dismiss", OFFICER, remark="系同一行为", data={"ground": "wrong_record"})
    assert (await run(graph, desk)).again == 0
    assert (await only(desk)).state == "false"
    await graph.say("penalty.third.csv", decided("示罚3号", 10))
    assert (await run(graph, desk)).again == 1
    found = await only(desk)
    assert (found.state, found.final, found.holder) == ("reopened", False, None)
    assert found.steps[-1].data["cites"] == "false"
    assert found.steps[-1].data["gained"]["roots"] == ["decision:示罚3号"]
    assert (await run(graph, desk)).again == 0


async def test_a_record_taken_back_withdraws_it_and_what_was_judged_stays_judged(graph: Loaded, desk: Desk) -> None:
    await registered(graph)
    await graph.say("penalty.first.csv", decided("示罚1号", 200))
    receipt = await graph.say("penalty.second.csv", decided("示罚2号", 20))
    await run(graph, desk)
    await graph.withdraw(receipt.batch)
    assert (await run(graph, desk)).withdrawn == 1
    found = await only(desk)
    assert (found.state, found.steps[-1].data["why"]) == ("withdrawn", "withdrawn")
    await graph.say("penalty.again.csv", decided("示罚2号", 20, remark="重报"))
    assert (await run(graph, desk)).again == 1
    assert (await only(desk)).state == "reopened"


async def test_what_falls_out_of_its_window_lapses(graph: Loaded, desk: Desk) -> None:
    await registered(graph)
    await graph.say("penalty.first.csv", decided("示罚1号", 200), decided("示罚2号", 20))
    await run(graph, desk)
    # A later reading of the decision: another kind of violation, so there are not two of one kind any more.
    await graph.say("penalty.mended.csv", decided("示罚2号", 20, violation_type="无证经营", _action="correct", _seq="2"))
    done = await run(graph, desk)
    assert (done.lapsed, done.withdrawn) == (1, 0)
    assert (await only(desk)).steps[-1].data["why"] == "ended"


async def test_another_department_and_the_superior_go_on(graph: Loaded, desk: Desk) -> None:
    warning = await raised(graph, desk)
    assert (await desk.read(list_warnings, TAX)).total == 0
    await take(desk, warning, "refer", OFFICER, remark="属税务事项", data={"to": ELSEWHERE})
    found = await only(desk, TAX)
    assert (found.id, found.state, found.receiver) == (warning.id, "referred", ELSEWHERE)
    assert (await desk.read(list_warnings, OFFICER)).total == 1  # who has acted in it still sees it
    await take(desk, warning, "claim", TAX)
    await take(desk, warning, "confirm", TAX, remark="属实")
    assert (await run(graph, desk)).lapsed == 0
    await take(desk, warning, "close", TAX, remark="已处置")
    with pytest.raises(Conflict):
        await take(desk, warning, "confirm", TAX, remark="再次")
    await take(desk, warning, "reopen", OPERATOR, remark="复核")
    found = await only(desk)
    assert (found.state, found.final) == ("reopened", False)
    (one,) = (await desk.read(precisions, OPERATOR)).items
    assert (one.raised, one.decided, one.confirmed, one.referred, one.precision) == (1, 1, 1, 1, 1.0)
    assert one.low is not None
    assert 0.2 < one.low < 0.21


async def card(desk: Desk, warning: RaisedWarning) -> CaseCard:
    found: CaseCard | None = await desk.read(case_keyed, "warning", warning.key, PROGRAM)
    assert found is not None
    return found


async def test_a_repaired_record_lapses_it(graph: Loaded, desk: Desk) -> None:
    await raised(graph, desk)
    found = (await graph.group(f"uscc:{FIRM}", "penalty", OFFICER_EYES))["items"]
    repaired = RecordAct(str(found[0]["evidence"]["statements"][0]), Action.REPAIR, today())
    async with graph.writing() as work:
        await do_acts(work.keeper, graph.engine, [repaired], key="repair 1", provider="示例局", document="case 1")
    done = await run(graph, desk)
    assert (done.lapsed, done.withdrawn) == (1, 0)
    found = await only(desk)
    assert found.steps[-1].data["why"] == "repaired"
    (shown,) = await shown_to(graph.questions, OFFICER_EYES, [found])
    assert (shown.withheld, len(shown.records), shown.basis["roots"]) == (1, 1, [])
    assert "示罚" not in shown.model_dump_json() + plain_case(await card(desk, found)).model_dump_json()


async def test_what_was_decided_meanwhile_is_left_to_the_next_run(graph: Loaded, desk: Desk) -> None:
    warning = await raised(graph, desk)
    seen = await card(desk, warning)
    await take(desk, warning, "claim", OFFICER)
    await take(desk, warning, "dismiss", OFFICER, remark="系同一行为", data={"ground": "lawful"})
    assert await desk.write(keep_gone, seen, {}) is None
    assert (await only(desk)).state == "false"
    assert await desk.write(remind, [seen]) == 0


async def test_an_outcome_counts_for_the_version_that_was_judged(
    graph: Loaded, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    warning = await raised(graph, desk)
    first = warning.version
    await take(desk, warning, "claim", OFFICER)
    await take(desk, warning, "dismiss", OFFICER, remark="系同一行为", data={"ground": "lawful", "version": 99})
    await graph.say("penalty.third.csv", decided("示罚3号", 10))
    rule = warning_rules().rules["W07"]
    monkeypatch.setitem(warning_rules().rules, "W07", rule.model_copy(update={"version": first + 1}))
    assert (await run(graph, desk)).again == 1
    assert (await only(desk)).version == first + 1
    (one,) = (await desk.read(precisions, OPERATOR)).items
    assert (one.version, one.raised, one.false) == (first, 1, 1)


async def test_it_reminds_at_half_when_due_and_after_and_escalates_once(
    graph: Loaded, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    warning = await raised(graph, desk)
    await take(desk, warning, "refer", OFFICER, remark="属税务事项", data={"to": f" {ELSEWHERE} "})
    assert (await only(desk)).receiver == ELSEWHERE
    seen, due = await card(desk, warning), date(2025, 6, 16)
    with desk.writing() as connection:
        connection.execute(update(CASES).values(due_on=due.isoformat()))
    new = []
    for late in (-9, -5, 0, 5, 10):
        monkeypatch.setattr("app.work.warnings.keeping.today", lambda late=late: on_working_day(due, late).isoformat())
        new.append([await desk.write(remind, [seen]), await desk.write(remind, [seen])])
    assert new == [[0, 0], [1, 0], [1, 0], [1, 0], [2, 0]]
    steps = [step.action for step in (await only(desk)).steps if step.by == "quanjing"]
    assert steps == ["open", "remind", "remind", "remind", "remind", "escalate"]


def on_working_day(due: date, late: int) -> date:
    """The first day so many working days after one, or the last so many before it."""
    days = (due + timedelta(days=n if late >= 0 else -n) for n in range(60))
    return next(day for day in days if abs(working_days_between(min(day, due), max(day, due))) >= abs(late))


async def test_one_enterprise_alone_ends_nothing_of_others(graph: Loaded, desk: Desk) -> None:
    await raised(graph, desk)
    done = await run(graph, desk, parties=(f"uscc:{OTHER}",))
    assert (done.parties, done.found, done.lapsed) == (1, 0, 0)
    assert (await only(desk)).state == "raised"


async def test_a_rule_whose_records_were_never_loaded_is_not_asked(graph: Loaded, desk: Desk) -> None:
    await registered(graph)
    done = await run(graph, desk)
    assert [(one.rule, one.reason, one.categories) for one in done.not_asked] == [("W07", "not_loaded", ("penalty",))]


OLD_FIRM = {"name": "杭州旧号有限公司", "_provider": REGISTRAR, "_day": "2024-01-01"}


async def test_a_warning_goes_on_under_the_code_that_its_party_gets(graph: Loaded, desk: Desk) -> None:
    number = "33010600045001" + reg_check("33010600045001")
    await graph.say("enterprise.csv", OLD_FIRM | {"code": number})
    old = {"party": f"reg:{number}"}
    await graph.say("penalty.first.csv", decided("示罚1号", 200) | old, decided("示罚2号", 20) | old)
    assert (await run(graph, desk)).raised == 1
    before_it = await only(desk)
    assert before_it.party == f"reg:{number}"
    officer = Participant("officer", before_it.receiver, level=1)
    await take(desk, before_it, "claim", officer)
    await take(desk, before_it, "dismiss", officer, remark="系同一行为", data={"ground": "lawful"})
    coded = OLD_FIRM | {"registration_no": number, "code": FIRM, "_day": "2024-01-02"}
    assert (await graph.say("enterprise.coded.csv", coded)).merges > 0
    done = await run(graph, desk)
    assert (done.found, done.raised, done.again) == (1, 0, 0)
    found = await only(desk)
    assert (found.id, found.party, found.key) == (before_it.id, f"uscc:{FIRM}", f"W07 uscc:{FIRM}")
    assert (found.state, found.steps[-1].action) == ("false", "merge")
    assert len((await run(graph, desk)).rules) == 1
    assert len((await only(desk)).steps) == len(found.steps)
