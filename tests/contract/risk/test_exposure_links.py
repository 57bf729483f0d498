"""Which links risk passes over: pledges since cancelled, parties with a great many links, what is not read whole."""

from math import exp
from typing import Any

import pytest

from app.answers.exposure import exposed
from app.answers.reading import exposure as reading
from app.answers.reading.exposures import exposures_of
from models.answers.shapes import IncompleteReason
from models.caller import Caller
from models.risk.exposure import ExposureAnswer
from tests.support.inquiring import reader
from tests.support.loading import Loaded
from tests.support.worlds import risky

INSPECTOR = Caller(level=2)
TENTH = 1e-12
DISHONEST = 1 - exp(-0.8)


async def _told(graph: Loaded, letter: str, as_of: str = risky.JUST, **asked: Any) -> ExposureAnswer:
    return await exposed(reader(graph, INSPECTOR, as_of=as_of), risky.party(letter), **asked)


def _half_read(answer: ExposureAnswer) -> list[str | None]:
    return [gap.party.id for gap in answer.incomplete if gap.reason is IncompleteReason.READ and gap.party]


async def test_a_pledge_that_was_cancelled_since_joins_on_earlier_days(graph: Loaded) -> None:
    await graph.say("enterprise", *(risky.registered(one) for one in "AB"))
    await graph.say("equity_pledge", risky.pledges("B", "A", 登记状态="注销", 注销日期="2025-06-01"))
    await graph.say("dishonest_debtor", risky.dishonest("B"))
    assert (await _told(graph, "A")).exposure == pytest.approx(0.03 * DISHONEST, abs=TENTH)
    assert (await _told(graph, "A", as_of="2025-06-01")).exposure == 0


async def test_a_pledge_that_is_cancelled_on_no_known_day_joins_nobody(graph: Loaded) -> None:
    await graph.say("enterprise", *(risky.registered(one) for one in "AB"))
    await graph.say("equity_pledge", risky.pledges("B", "A", 登记状态="注销"))
    await graph.say("dishonest_debtor", risky.dishonest("B"))
    assert (await _told(graph, "A")).exposure == 0


async def test_others_are_counted_once_however_often_they_are_stated(graph: Loaded) -> None:
    await graph.say("enterprise", *(risky.registered(one) for one in "ABC"))
    await graph.say("shareholder", risky.holds("A", "B", "60"))
    await graph.say("guarantee", risky.guarantees("A", "B"), risky.guarantees("A", "B", 年报年度="2022"))
    await graph.say("equity_pledge", *(risky.pledges("C", "A", number=number) for number in (1, 2, 3)))
    found = await reader(graph, INSPECTOR, as_of=risky.JUST).ask("risk.links", party_ids=[risky.party("A")])
    assert found["degrees"] == [[risky.party("A"), 2]]
    assert len({row[5] for row in found["pledges"]}) == 3


async def test_what_is_cut_is_named_and_counts_as_certain_in_the_bound(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    lower = "CDEF"
    await graph.say("enterprise", *(risky.registered(one) for one in "AB" + lower))
    await graph.say("branch", risky.branch_of("A", "B"), *(risky.branch_of(one, "B") for one in lower))
    await graph.say("dishonest_debtor", *(risky.dishonest(one) for one in lower))
    whole = await _told(graph, "A")
    assert _half_read(whole) == []
    monkeypatch.setattr(reading, "MOST_BELOW", 2)
    some = await _told(graph, "A")
    assert _half_read(some) == [risky.party("B")]
    assert some.exposure < whole.exposure <= some.at_most


async def test_firms_below_whom_no_path_passes_through_are_not_read(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    lower = "CDEF"
    await graph.say("enterprise", *(risky.registered(one) for one in "AB" + lower))
    await graph.say("shareholder", risky.holds("B", "A", "60"), *(risky.holds("B", one, "60") for one in lower))
    method = reading.risk_method()
    own = method.conduct.own.model_copy(update={"links_above": 3})
    few = method._replace(conduct=method.conduct.model_copy(update={"own": own}))
    monkeypatch.setattr(reading, "risk_method", lambda: few)
    monkeypatch.setattr(reading, "MOST_BELOW", 4)
    around = reading.RiskReading(reader(graph, INSPECTOR, as_of=risky.JUST), [risky.party("A")])
    await around.read()
    await around.read(whole=True)
    assert set(around.network.parties) == {risky.party("A"), risky.party("B")}
    assert around.cut == frozenset()
    stopped = await _told(graph, "A")
    assert [(one.id, one.cause) for one in stopped.stops] == [(risky.party("B"), "many_links")]


async def test_without_a_fact_of_what_is_too_weak_to_contribute_it_is_read_whole(graph: Loaded) -> None:
    await graph.say("enterprise", *(risky.registered(one) for one in "ABC"))
    weak = risky.holds("B", "A", "1")
    await graph.say("shareholder", weak, risky.holds("C", "B", "1"))
    await graph.say("dishonest_debtor", risky.dishonest("C"))
    fact = next(
        row[2]
        for row in (
            await reader(graph, INSPECTOR, as_of=risky.JUST).ask(
                "risk.records", party_ids=[risky.party("C")], categories=["dishonest_debtor"]
            )
        )["records"]
    )
    answer = await _told(graph, "A", without_record=[fact])
    assert [(one.id, one.exposure) for one in answer.without] == [(fact, 0.0)]


async def test_who_runs_a_sole_trader_bears_its_risk_whatever_the_list_calls_them(graph: Loaded) -> None:
    await graph.say("enterprise", risky.registered("A", 企业类型="个体工商户"))
    stated = {"企业名称": risky.named("A"), "统一社会信用代码": risky.firm("A"), "法定代表人": "示例某"}
    await graph.say("legal_representative", risky.REGISTER | stated)
    await graph.say("dishonest_debtor", risky.dishonest("A"))
    answer = await exposed(reader(graph, INSPECTOR, as_of=risky.JUST), risky.person("示例某", "A"))
    assert answer.exposure == pytest.approx(0.95 * DISHONEST, abs=TENTH)


async def test_without_a_part_of_a_stake_the_rest_of_it_counts(graph: Loaded) -> None:
    await graph.say("enterprise", *(risky.registered(one) for one in "ABC"))
    rows = [risky.holds(holder, "B", share) for holder, share in (("A", "30"), ("C", "60"))]
    await graph.say("shareholder", *rows, risky.holds("A", "B", "10", 股东代码=""))
    await graph.say("dishonest_debtor", risky.dishonest("B"))
    lists = await reader(graph, INSPECTOR, as_of=risky.JUST).ask("ownership.lists", party_ids=[risky.party("B")])
    facts = sorted({row[4] for row in lists["rows"] if row[1] == risky.party("A")})
    answer = await _told(graph, "A", without_edge=facts)
    assert answer.exposure == pytest.approx(0.24 * DISHONEST, abs=TENTH)
    assert sorted(one.exposure for one in answer.without) == pytest.approx([0.06 * DISHONEST, 0.18 * DISHONEST], abs=TENTH)


async def test_without_the_report_of_its_net_assets_a_guarantee_is_worked_out_anew(graph: Loaded) -> None:
    await graph.say("enterprise", *(risky.registered(one) for one in "AB"))
    await graph.say("annual_report", risky.reported("A", "300"))
    await graph.say("guarantee", risky.guarantees("A", "B", "100"))
    await graph.say("dishonest_debtor", risky.dishonest("B"))
    records = await reader(graph, INSPECTOR, as_of=risky.JUST).ask(
        "risk.records", party_ids=[risky.party("A")], categories=["annual_report"]
    )
    (report,) = {row[2] for row in records["records"]}
    answer = await _told(graph, "A", without_record=[report])
    assert answer.exposure == pytest.approx(0.8 / 3 * DISHONEST, abs=TENTH)
    assert answer.without[0].exposure == pytest.approx(0.8 * 0.6 * DISHONEST, abs=TENTH)


async def test_who_counts_as_one_has_the_exposure_of_both(graph: Loaded) -> None:
    one, other = risky.person("示例某", "A"), risky.person("示例某", "B")
    await graph.say("enterprise", *(risky.registered(letter) for letter in "AB"))
    await graph.say("key_person", *(risky.holds_post("示例某", letter) for letter in "AB"))
    await graph.say("dishonest_debtor", risky.dishonest("B"))
    decided = {"one": one, "other": other, "decided_by": "示例分局", "decided_on": "2024-03-01", "score": "12.5"}
    await graph.say("same_as", {"_provider": "示例局", "_day": "2024-03-01", "grounds": "同一电话"} | decided)
    strict = await exposures_of(reader(graph, INSPECTOR, as_of=risky.JUST), [one, other])
    assert [strict.by_party[party].p for party in (one, other)] == pytest.approx([0, 0.1 * DISHONEST], abs=TENTH)
    likely = await exposures_of(reader(graph, INSPECTOR, as_of=risky.JUST, view="probable"), [one, other])
    assert [likely.by_party[party].p for party in (one, other)] == pytest.approx([0.1 * DISHONEST] * 2, abs=TENTH)
