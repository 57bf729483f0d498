"""The life of a warning, on both engines and desks: raised once, again only with more, ended by the program where facts end."""

from typing import Any

import pytest

from app.desk.cases.participants import Participant
from app.desk.cases.register import act
from app.desk.cases.warnings import list_warnings, read_warning
from app.desk.store import Desk
from app.errors import Conflict
from app.work.warnings.running import precisions, warn
from loaders.load.reading import Reading
from models.caller import today
from models.values.durations import earlier
from models.work.cases import NewStep
from models.work.warnings import RaisedWarning, RaisedWarningHistory, WarnDone, WarnParams
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

FIRM, OTHER = fresh_code(45_001), fresh_code(45_002)
REGISTRAR, ELSEWHERE = "示例市登记局", "示例市税务局"
OFFICER = Participant("officer", REGISTRAR, level=1)
TAX = Participant("tax", ELSEWHERE, level=1)
OPERATOR = Participant("operator", level=3, operator=True)


def before(days: int) -> str:
    from datetime import date

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


async def test_one_enterprise_alone_ends_nothing_of_others(graph: Loaded, desk: Desk) -> None:
    await raised(graph, desk)
    done = await run(graph, desk, parties=(f"uscc:{OTHER}",))
    assert (done.parties, done.found, done.lapsed) == (1, 0, 0)
    assert (await only(desk)).state == "raised"


async def test_a_rule_whose_records_were_never_loaded_is_not_asked(graph: Loaded, desk: Desk) -> None:
    await registered(graph)
    done = await run(graph, desk)
    assert [(one.rule, one.reason, one.categories) for one in done.not_asked] == [("W07", "not_loaded", ("penalty",))]
