"""The quality of what was sent, on both engines: planted rows against figures worked by hand; mended rows close their case."""

import csv
from pathlib import Path
from typing import Any

import pytest

from app.answers.quality import reading
from app.answers.quality.measured import problems, quality
from app.answers.quality.ranking import ranking
from app.desk.cases.participants import PROGRAM
from app.desk.cases.register import list_cases
from app.desk.store import Desk
from app.errors import Forbidden, InputError
from app.work import supervising
from app.work.supervising import supervise
from loaders.load.reading import Reading
from models.caller import Caller, today
from models.supervision.quality import QualityLine
from models.work.cases import CaseCard, CaseFilter
from tests.support.inquiring import reader
from tests.support.loading import OFFICER, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

FIRM, OTHER = fresh_code(701), fresh_code(702)
OFFICE = "某市场监管局"
SENT = Reading(provider=OFFICE)


def decision(number: str, day: str | None = None, party: str | None = FIRM, **more: str) -> dict[str, str]:
    code = {"统一社会信用代码": party} if party else {}
    return {**code, "处罚决定书文号": number, "处罚决定日期": day or today(), "处罚机关": OFFICE, **more}


async def registered(graph: Loaded) -> None:
    rows = [
        {"企业名称": name, "统一社会信用代码": code} for name, code in (("示例甲有限公司", FIRM), ("示例乙有限公司", OTHER))
    ]
    await graph.say("enterprise.csv", *rows, reading=Reading(provider="登记局", day="2020-01-01"))


async def planted(graph: Loaded) -> Any:
    """Seven rows: two sound, one late, one under another name, one by a name of nobody, one refused, one twice in the file."""
    sound = decision("文1号", 行政相对人名称="示例甲有限公司")
    return await graph.say(
        "penalty.planted.csv",
        sound,
        decision("文2号"),
        decision("文3号", "2024-03-01"),
        decision("文4号", 行政相对人名称="示例丁有限公司"),
        decision("文5号", party=None, 行政相对人名称="无人知晓有限公司"),
        decision("文6号", "2024-02-30"),
        sound,
        reading=SENT,
    )


async def lines(graph: Loaded, caller: Caller = OFFICER) -> dict[tuple[str, str | None], QualityLine]:
    answer = await quality(reader(graph, caller))
    return {(one.provider, one.category): one for one in answer.items}


def shares(line: QualityLine) -> dict[str, tuple[int, int]]:
    return {one.measure: (one.good, one.of) for one in line.figures}


async def test_planted_rows(graph: Loaded) -> None:
    await registered(graph)
    receipt = await planted(graph)
    assert (receipt.accepted, receipt.unchanged, receipt.rejected) == (5, 1, 1)
    line = (await lines(graph))[OFFICE, "penalty"]
    assert (line.taken, line.refused) == (5, 1)
    figures = shares(line)
    assert figures["conformance"] == (5, 6)
    assert figures["timeliness"] == (4, 5)
    assert figures["consistency"] == (1, 2)
    assert figures["uniqueness"] == (5, 6)
    assert figures["mended"] == (0, 1)
    named = figures["names"]
    assert named[1] - named[0] >= 1, "a name that nobody bears; so may be that of the authority"
    found = await problems(reader(graph, Caller(level=1, id="1", department=OFFICE)), measure="timeliness")
    assert [(one.document, one.line) for one in found.items] == [("penalty.planted.csv", "4")]
    found = await problems(reader(graph, OFFICER), provider=OFFICE)
    behind = {(one.measure, one.line, one.column, one.rule) for one in found.items}
    assert behind >= {
        ("timeliness", "4", None, None),
        ("consistency", "5", None, None),
        ("names", "6", None, None),
        ("conformance", "7", "处罚决定日期", "date"),
        ("mended", "7", "处罚决定日期", "date"),
        ("uniqueness", "8", None, None),
    }
    ranked = await ranking(reader(graph, OFFICER))
    assert [(one.place, one.rows) for one in ranked.items if one.provider == OFFICE] == [(1, 6)]
    assert [(one.place, one.rows) for one in ranked.items if one.provider == "登记局"] == [(None, 2)], "too few rows"


async def test_hidden_rows_leave_no_trace(graph: Loaded) -> None:
    await registered(graph)
    await planted(graph)
    before = await lines(graph)
    hidden = await graph.say("penalty.hidden.csv", decision("密1号", _level="2"), reading=SENT)
    beside = [decision("密2号", "2024-01-05", _level="2"), decision("密3号", _level="2", 行政相对人名称="示例丁有限公司")]
    other = await graph.say("penalty.beside.csv", *beside, reading=Reading(provider="密局"))
    assert (hidden.accepted, other.accepted) == (1, 2)
    assert await lines(graph) == before
    above = await lines(graph, Caller(level=2))
    assert above[OFFICE, "penalty"].taken == before[OFFICE, "penalty"].taken + 1
    assert above["密局", "penalty"].taken == 2
    repaired = await graph.say("penalty.repaired.csv", decision("文2号", _action="repair"), reading=SENT)
    assert repaired.accepted == 1
    after = (await lines(graph))[OFFICE, "penalty"]
    assert after.taken == before[OFFICE, "penalty"].taken - 1, "what was repaired counts no more"


async def test_a_record_whose_term_runs_from_a_fixed_day_is_in_time_or_late_once(graph: Loaded) -> None:
    """By the day on which it first came, also where that row is replaced; a first row that may not be seen leaves no trace."""
    court = Reading(provider="某法院")

    def case(number: str, accepted: str, shown: str = "2024-01-09", **more: str) -> dict[str, str]:
        firm = {"债务人": "示例甲有限公司", "统一社会信用代码": FIRM}
        return {**firm, "案号": number, "公开时间": shown, "裁定受理日期": accepted, **more}

    async def sent(*rows: dict[str, str], on: str | None = None) -> None:
        receipt = await graph.say(f"bankruptcy.{rows[0]['案号']}.csv", *rows, reading=court)
        assert receipt.accepted == len(rows)
        if on:
            moved = {"id": receipt.batch, "at": f"{on}T08:00:00"}
            await graph.engine.transact(lambda tx: tx.run("MATCH (b:Batch {id: $id}) SET b.at = $at", moved))

    async def in_time() -> tuple[int, int]:
        return shares((await lines(graph))["某法院", "bankruptcy"])["timeliness"]

    early, late = "2024-01-05", "2023-01-05"
    await sent(case("破1号", early), case("破2号", late), on="2024-01-10")
    for shown in ("2024-01-09", "2024-06-01"):  # the rows are replaced, and then followed by those of another day
        await sent(case("破1号", early, shown, 终结日期="2024-07-01"), case("破2号", late, shown, 备注=shown))
        assert await in_time() == (1, 2)
    await sent(case("破3号", early, _level="2"), on="2024-01-10")
    assert await in_time() == (1, 2)
    await sent(case("破3号", early, "2024-06-01"))
    assert await in_time() == (1, 3), "nobody below sees that it came in time"


def mended(path: Path, **more: str) -> Path:
    """The refused rows of a file with a day that there is, and with other values."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{n: text.replace("2024-02-30", today()) for n, text in row.items()} | more for row in csv.DictReader(file)]
    return sheet(path.with_name("penalty.mended.csv"), rows)


async def test_refused_rows_go_back_as_a_case_that_ends_when_they_are_mended(graph: Loaded, desk: Desk) -> None:
    await registered(graph)
    receipt = await planted(graph)

    def cases(measure: str = "mended", **which: Any) -> list[CaseCard]:
        with desk.reading() as connection:
            found = list_cases(connection, PROGRAM, CaseFilter(department=OFFICE, **which)).items
        return [one for one in found if one.basis["measure"] == measure]

    first = await supervise(graph.engine, graph.catalogue, desk)
    assert first["opened"] >= 3
    (case,) = cases(open=True)
    assert (case.receiver, case.state, case.basis["batch"], case.basis["rows"]) == (OFFICE, "open", receipt.batch, 1)
    assert [one.basis["rows"] for one in cases("consistency")] == [1]
    again = await supervise(graph.engine, graph.catalogue, desk)
    assert (again["opened"], again["closed"]) == (0, 0), "it is done once"
    sent = await graph.load(mended(Path(str(receipt.rejects))), "penalty", SENT)
    assert (sent.accepted, sent.rejected) == (1, 0)
    assert shares((await lines(graph))[OFFICE, "penalty"])["mended"] == (1, 1)
    done = await supervise(graph.engine, graph.catalogue, desk)
    assert done["closed"] == 1
    assert [(one.id, one.state, one.final) for one in cases()] == [(case.id, "mended", True)]
    await graph.withdraw(receipt.batch)
    await supervise(graph.engine, graph.catalogue, desk)
    assert [one.state for one in cases("consistency")] == ["void"]


async def test_a_refused_row_that_is_mended_into_a_withdrawal_is_mended(graph: Loaded) -> None:
    await registered(graph)
    receipt = await planted(graph)
    before = (await lines(graph))[OFFICE, "penalty"]
    taken_back = mended(Path(str(receipt.rejects)), 处罚决定书文号="文2号", _action="withdraw")
    sent = await graph.load(taken_back, "penalty", SENT)
    assert (sent.accepted, sent.rejected) == (1, 0)
    after = (await lines(graph))[OFFICE, "penalty"]
    assert shares(after)["mended"] == (1, 1)
    assert after.taken == before.taken - 1, "neither the withdrawn row nor the withdrawal is measured"


async def test_cases_end_when_rows_are_right_and_stay_while_a_month_is_not_read_whole(
    graph: Loaded, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registered(graph)
    await planted(graph)

    async def run(most: int = 200_000) -> dict[str, int]:
        reading._KEPT.clear()
        monkeypatch.setattr(reading, "MOST_ROWS", most)
        return await supervise(graph.engine, graph.catalogue, desk)

    def states() -> dict[str, str]:
        with desk.reading() as connection:
            found = list_cases(connection, PROGRAM, CaseFilter(department=OFFICE)).items
        return {one.basis["measure"]: one.state for one in found}

    assert (await run(most=2))["opened"] == 0, "of a month that was not read whole nothing is concluded"
    await run()
    assert (states()["consistency"], states()["mended"]) == ("open", "open")
    names = {"企业名称": "示例丁有限公司", "统一社会信用代码": FIRM}
    await graph.say("enterprise.again.csv", names, reading=Reading(provider="登记局", day="2024-06-01"))
    assert (await run(most=2))["closed"] == 0
    monkeypatch.setattr(supervising, "MONTHS", 0)
    await run()
    assert (states()["consistency"], states()["mended"]) == ("mended", "open"), "months of open cases are read however old"


async def test_rows_of_others_are_not_shown(graph: Loaded) -> None:
    with pytest.raises(Forbidden):
        await problems(reader(graph, Caller(level=1, id="1", department="别局")), provider=OFFICE)
    with pytest.raises(InputError):
        await problems(reader(graph, OFFICER))
