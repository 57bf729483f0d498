"""Exposure of every party at once: what the question of one gives, and after any change what working out everything gives."""

from random import Random

import pytest

from app.answers.reading.exposures import exposures_of
from app.answers.risk_ranking import risk_ranking
from app.standing.exposure import ExposureOfAll
from app.standing.results import ResultStore
from loaders.load.reading import Reading
from loaders.synthetic.world.codes import uscc_check
from models.caller import Caller
from tests.contract.risk.test_exposure_read import FIRMS, ROUNDING, SmallWorld, world_of
from tests.support.analysing import analysed, refreshed
from tests.support.inquiring import reader
from tests.support.loading import Loaded
from tests.support.worlds import risky

WORLDS, CHANGES = 8, 6
DEPARTMENT = Caller(level=1)


def authority(number: int) -> str:
    code = f"1133010000248900{number}"
    return code + uscc_check(code)


LISTED = Reading(provider="编办", day="2020-01-01", complete="")
BUREAUS = {"901": "示例市综合执法局", "902": "示例市市场监管局"}
AUTHORITIES = {
    "901": {"名称": BUREAUS["901"], "机构统一社会信用代码": authority(1)},
    "902": {"名称": BUREAUS["902"], "机构代码": "ABC123", "机构统一社会信用代码": authority(2), "_day": "2020-01-02"},
}
"""By firm: what makes the authorities of its two decisions one, a name that is known since, or two codes that are."""


async def _decided(graph: Loaded) -> None:
    """Each firm fined by a code and listed by a name; of the first name nothing is known yet, the second has another code."""
    await graph.say("department.0.csv", {"名称": BUREAUS["902"], "机构代码": "ABC123"}, reading=LISTED)
    fined = [
        risky.fined(firm, 1, 处罚机关=f"{BUREAUS[firm]}{at}", 处罚机关统一社会信用代码=authority(at))
        for at, firm in enumerate(BUREAUS, 1)
    ]
    await graph.say("penalty.0.csv", *fined)
    listed = {"列入日期": "2024-10-20", "列入原因": "提交虚假材料", "_provider": "另一局", "_day": "2024-10-21"}
    rows = [
        {"企业名称": risky.named(firm), "统一社会信用代码": risky.firm(firm), "列入决定机关": bureau} | listed
        for firm, bureau in BUREAUS.items()
    ]
    await graph.say("serious_violation.0.csv", *rows)


async def _own(graph: Loaded, analysis: ExposureOfAll, firm: str) -> float:
    stored = await ResultStore(analysis, graph.engine).of([risky.party(firm)])
    return float(stored[risky.party(firm)].values["own"])


async def told(graph: Loaded, worlds: list[SmallWorld]) -> None:
    for category in worlds[0].rows:
        if rows := [row for world in worlds for row in world.rows[category]]:
            await graph.say(f"{category}.csv", *rows)


def change(draw: Random, step: int) -> tuple[str, dict[str, str]]:
    """A further record, link or list of firms of one world."""
    number = draw.randrange(1, 1 + WORLDS)
    one, other = (str(number * 10 + at) for at in draw.sample(range(FIRMS), 2))
    rows = {
        "penalty": risky.fined(one, 50 + step),
        "enforcement": risky.enforced(one, 案号=f"（2024）浙0106执{step}号"),
        "guarantee": risky.guarantees(one, other, str(draw.choice((30, 300)))),
        "key_person": risky.holds_post(f"示例人{step}", one, "董事长"),
        "shareholder": risky.holds(other, one, "67", _day="2024-11-01"),
        "annual_report": risky.reported(one, str(draw.choice((60, 900)))),
    }
    category = list(rows)[step % len(rows)]
    return category, rows[category]


async def test_all_have_what_the_question_of_one_gives_and_a_refresh_is_a_whole_run(graph: Loaded) -> None:
    await told(graph, [world_of(number) for number in range(1, 1 + WORLDS)])
    await _decided(graph)
    analysis = ExposureOfAll(graph.catalogue)
    first = await analysed(graph, as_of=risky.JUST, analysis=analysis)
    assert first.parties > WORLDS * 3
    await _as_the_question_says(graph, analysis)
    await _ranked(graph, analysis)
    draw, batches = Random(3), list[str]()
    for step in range(CHANGES):
        category, row = change(draw, step)
        receipt = await graph.say(f"{category}.{step}.csv", row)
        assert receipt.accepted == 1
        batches.append(str(receipt.batch))
        found = await refreshed(graph, as_of=risky.JUST, analysis=analysis)
        assert found.worked_out < first.worked_out / 3, "only what is near the change"
    await graph.withdraw(batches[2])
    assert (await refreshed(graph, as_of=risky.JUST, analysis=analysis)).worked_out < first.worked_out / 3
    for firm, row in AUTHORITIES.items():
        before = await _own(graph, analysis, firm)
        assert (await graph.say(f"department.{firm}.csv", row, reading=LISTED)).accepted == 1
        assert (await refreshed(graph, as_of=risky.JUST, analysis=analysis)).worked_out < first.worked_out / 3
        assert await _own(graph, analysis, firm) < before, "two decisions are one where one authority made both"
    await _as_the_question_says(graph, analysis)
    other = await refreshed(graph, as_of="2026-01-01", analysis=analysis)
    assert other.worked_out >= first.worked_out, "points fall with time"
    assert other.digest != first.digest


async def _ranked(graph: Loaded, analysis: ExposureOfAll) -> None:
    stored = {party: one.values for party, one in (await ResultStore(analysis, graph.engine).everything()).items()}
    for by, value in (("exposure", "p"), ("sent", "sent")):
        answer = await risk_ranking(reader(graph, DEPARTMENT, as_of=risky.JUST), by=by, limit=9)
        firms = [one for one, values in stored.items() if values.get(value) and one.startswith("uscc:")]
        wanted = sorted(firms, key=lambda one: (-float(stored[one][value]), one))
        assert [one.id for one in answer.items] == wanted[:9]
        assert (answer.shown, answer.total, answer.analysed_as_of) == (9, len(wanted), risky.JUST)
        assert answer.items[0].exposure == stored[wanted[0]]["p"]
    other = await risk_ranking(reader(graph, DEPARTMENT, as_of="2020-01-01"), by="sent", limit=9)
    assert (other.items, other.as_of) == (answer.items, "2020-01-01"), "of the day of the analysis, whatever day is asked for"
    assert not other.unfinished
    none = await risk_ranking(reader(graph, DEPARTMENT, as_of=risky.JUST), region="65")
    assert (none.items, none.total) == ((), 0)


async def _as_the_question_says(graph: Loaded, analysis: ExposureOfAll) -> None:
    stored = {party: one.values for party, one in (await ResultStore(analysis, graph.engine).everything()).items()}
    asked = (await exposures_of(reader(graph, DEPARTMENT, as_of=risky.JUST), stored)).by_party
    shared, sent = 0, dict.fromkeys(stored, 0)
    for party, one in asked.items():
        values = stored[party]
        got = [values.get(name, 0) for name in ("own", "carried", "by_paths")]
        assert got == pytest.approx([one.own, one.exposed, one.by_paths], abs=ROUNDING), party
        assert values.get("p", 0.0) == pytest.approx(one.p, abs=1e-12)
        shared += one.exposed < one.by_paths
        for by in one.contributors:
            sent[by.path.source] += by.path.arrives
    assert {party: values.get("sent", 0) for party, values in stored.items()} == pytest.approx(sent, abs=4 * ROUNDING)
    assert shared > 5
