"""Exposure to the risk of others, from the records that were loaded: worked by hand, on both engines."""

from collections.abc import Mapping
from math import exp, log
from typing import Any

import pytest

from app.answers.asking import ask
from app.answers.exposure import ExposureParams, exposed
from app.answers.linkage import suspected
from app.answers.reading.exposures import exposures_of
from app.answers.registry import computed
from app.answers.risk import risk
from app.cli.language.messages import Language, use
from app.cli.text.answer_text import lines_of
from app.engine.deadline import deadline
from app.errors import Forbidden, InputError, NotFound
from models.caller import Caller
from models.risk.exposure import ExposureAnswer
from tests.support.inquiring import reader, same
from tests.support.loading import Loaded
from tests.support.worlds import risky

DEPARTMENT, INSPECTOR = Caller(level=1), Caller(level=2)
TENTH = 1e-12


async def _told(
    graph: Loaded, letter: str, caller: Caller = INSPECTOR, when: Mapping[str, Any] | None = None, **asked: Any
) -> ExposureAnswer:
    party = letter if ":" in letter else risky.party(letter)
    return await exposed(reader(graph, caller, **{"as_of": risky.JUST, **(when or {})}), party, **asked)


def _adds_up(answer: ExposureAnswer) -> bool:
    whole = answer.own_nats + sum(one.share for one in answer.contributors) + answer.rest
    return abs(whole + log(1 - answer.exposure)) < TENTH and abs(answer.own_nats + answer.carried - whole) < TENTH


def _from(answer: ExposureAnswer, letter: str) -> float:
    """What comes from a firm, in nats, by its path alone."""
    return next(one.contribution for one in answer.contributors if one.id == risky.party(letter))


@pytest.fixture
async def ring(graph: Loaded) -> Loaded:
    """A guarantees B, B guarantees C, C guarantees A, each all that it owns; B has 75 points, C 20."""
    await graph.say("enterprise", *(risky.registered(one) for one in "ABC"))
    await graph.say("annual_report", *(risky.reported(one) for one in "ABC"))
    await graph.say("guarantee", *(risky.guarantees(one, other) for one, other in ("AB", "BC", "CA")))
    await graph.say("terminated_enforcement", risky.terminated("B"))
    await graph.say("enforcement", risky.enforced("B"))
    await graph.say("penalty", risky.fined("B"), risky.fined("C", 1), risky.fined("C", 2))
    return graph


async def test_a_ring_of_guarantees(ring: Loaded) -> None:
    a, b, c = [await _told(ring, one) for one in "ABC"]
    assert (a.own_nats, b.own_nats, c.own_nats) == pytest.approx((0, 0.75, 0.2), abs=TENTH)
    assert 1 - exp(-_from(a, "B")) == pytest.approx(0.422106757807, abs=TENTH)
    assert 1 - exp(-_from(a, "C")) == pytest.approx(0.116012318030, abs=TENTH)
    assert (a.exposure, b.exposure, c.exposure) == pytest.approx((0.489149492408, 0.596133870688, 0.457742673881), abs=TENTH)
    assert all(map(_adds_up, (a, b, c)))
    way = next(one for one in a.contributors if one.id == risky.party("C")).path
    assert [(step.source, step.target, step.kind) for step in way] == [
        (risky.party("C"), risky.party("B"), "guarantee"),
        (risky.party("B"), risky.party("A"), "guarantee"),
    ]


async def test_what_comes_from_others_counts_in_the_class_within_its_bound(
    ring: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, c = await _told(ring, "A"), (await risk(reader(ring, INSPECTOR, as_of=risky.JUST), risky.party("A"))).classified
    assert c is not None
    assert c.exposure == pytest.approx(100 * a.carried, abs=1e-8)
    assert c.contributors == len(a.contributors) == 2
    assert (c.parts["A"], c.points) == (30, 30), "67 points of exposure, of which 30 count"
    assert c.risk_class == c.without_exposure == "B", "not all that class A takes is loaded"
    monkeypatch.setattr("app.answers.risk.PART_OF_TIME", 0.0)
    with deadline(600):
        late = await risk(reader(ring, INSPECTOR, as_of=risky.JUST), risky.party("A"))
    assert (late.classified and late.classified.parts["A"], late.classified and late.classified.contributors) == (0, 0)
    assert [one.part for one in late.incomplete] == ["exposure"]


async def test_without_an_edge_a_record_or_an_indicator_it_is_worked_out_anew(ring: Loaded) -> None:
    a = await _told(ring, "A")
    fact = next(one for one in a.contributors if one.id == risky.party("B")).path[-1].fact
    ledger = (await risk(reader(ring, INSPECTOR, as_of=risky.JUST), risky.party("B"))).lines
    record = next(line.records[0] for line in ledger if line.indicator == "J3")
    less = await _told(ring, "A", without_edge=[fact], without_record=[record], without_indicator=["J3"])
    of_edge, of_record, of_indicator = less.without
    assert (of_edge.without, of_edge.id) == ("edge", fact)
    assert of_edge.exposure == pytest.approx(0.036910155955, abs=TENTH)
    assert of_edge.exposure + -of_edge.change == pytest.approx(a.exposure, abs=TENTH)
    # B with 35 points: 0.8 s_B over one edge, and from C 0.64 s_C as before.
    c_b, c_c = 0.8 * (1 - exp(-0.35)), 0.64 * (1 - exp(-0.2))
    assert of_record.exposure == pytest.approx(1 - (1 - c_b) * (1 - c_c), abs=TENTH)
    assert of_indicator.exposure == of_record.exposure
    with pytest.raises(InputError, match="no edge near the party"):
        await _told(ring, "A", without_edge=["no such fact"])
    with pytest.raises(InputError, match="no record of a party near"):
        await _told(ring, "A", without_record=["no such fact"])
    with pytest.raises(InputError, match="There is no indicator X9"):
        await _told(ring, "A", without_indicator=["X9"])


async def test_several_parties_are_worked_out_together(ring: Loaded) -> None:
    one_by_one = {risky.party(one): await _told(ring, one) for one in "ABC"}
    read = await exposures_of(reader(ring, INSPECTOR, as_of=risky.JUST), one_by_one)
    together = read.by_party
    assert (read.cut, read.left_out) == (frozenset(), 0)
    assert {one: found.p for one, found in together.items()} == {one: found.exposure for one, found in one_by_one.items()}
    assert {one: found.s for one, found in together.items()} == {one: found.own_risk for one, found in one_by_one.items()}


async def test_a_branch_and_its_head_bear_each_others_risk(graph: Loaded) -> None:
    await graph.say("enterprise", risky.registered("B", 企业类型="有限责任公司分公司"), risky.registered("A"))
    await graph.say("branch", risky.branch_of("B", "A"))
    await graph.say("dishonest_debtor", risky.dishonest("B"))
    head, branch = [await _told(graph, one) for one in "AB"]
    assert head.exposure == pytest.approx(0.95 * (1 - exp(-0.8)), abs=TENTH)
    assert branch.exposure == pytest.approx(1 - exp(-0.8), abs=TENTH)
    assert (branch.carried, branch.contributors) == (0, ())
    assert {step.kind for one in head.contributors for step in one.path} == {"branch"}


async def test_a_holding_passes_its_share_and_one_that_controls_at_least_so_much(graph: Loaded) -> None:
    await graph.say("enterprise", *(risky.registered(one) for one in "ABCD"))
    await graph.say("shareholder", risky.holds("A", "D", "40"), risky.holds("B", "D", "60"), risky.holds("C", "B", "100"))
    await graph.say("dishonest_debtor", risky.dishonest("D"))
    s = 1 - exp(-0.8)
    a, b, c, d = [await _told(graph, one) for one in "ABCD"]
    assert a.exposure == pytest.approx(0.6 * 0.4 * s, abs=TENTH)
    assert b.exposure == pytest.approx(0.5 * s, abs=TENTH)
    assert c.exposure == pytest.approx(0.5 * 0.7 * s, abs=TENTH)
    assert d.exposure == pytest.approx(s, abs=TENTH)
    assert [step.q for step in c.contributors[0].path] == [0.5, 0.7]
    await graph.say(
        "shareholder.later", risky.holds("A", "D", "60", _day="2024-08-01"), risky.holds("B", "D", "40", _day="2024-08-01")
    )
    moved = await _told(graph, "C")
    assert moved.exposure == pytest.approx(0.24 * 0.7 * s, abs=TENTH)


async def test_troubled_subsidiaries_behind_one_weak_edge_count_as_what_it_carries(graph: Loaded) -> None:
    subsidiaries = "BCDEFGHIJKLMNOPQRSTU"
    await graph.say("enterprise", *(risky.registered(one) for one in "A" + subsidiaries))
    await graph.say("shareholder", *(risky.holds("A", one, "51") for one in subsidiaries))
    await graph.say("key_person", risky.holds_post("示例某", "A"))
    await graph.say("dishonest_debtor", *(risky.dishonest(one) for one in subsidiaries))
    s = 1 - exp(-0.8)
    head = await _told(graph, "A")
    whole = 1 - (1 - 0.5 * s) ** len(subsidiaries)
    assert head.exposure == pytest.approx(whole, abs=TENTH)
    director = await _told(graph, risky.person("示例某", "A"))
    assert director.exposure == pytest.approx(0.1 * whole, abs=TENTH)
    assert director.by_paths == pytest.approx(-20 * log(1 - 0.05 * s), abs=1e-11)
    assert [one.share for one in director.contributors] == pytest.approx([director.carried / 20] * 20, abs=TENTH)
    assert [(one.source, one.kind, one.hops) for one in director.shared] == [(risky.party("A"), "position", 1)]
    assert all(map(_adds_up, (head, director)))
    few = await _told(graph, risky.person("示例某", "A"), limit=3)
    assert (few.shown, few.total, len(few.contributors)) == (3, 20, 3)
    assert _adds_up(few)
    assert few.rest == pytest.approx(17 / 20 * few.carried, abs=TENTH)


async def test_nobody_of_the_public_is_answered(ring: Loaded) -> None:
    with pytest.raises(Forbidden):
        await ask(exposed, ring.questions, Caller(level=0), ExposureParams(party_id=risky.firm("A")))
    with pytest.raises(NotFound):
        await _told(ring, "Z")


async def test_a_repaired_record_counts_no_more(ring: Loaded) -> None:
    before = await _told(ring, "A")
    await ring.say("penalty.repair", risky.fined("C", 1, _action="repair"), risky.fined("C", 2, _action="repair"))
    after = await _told(ring, "A")
    assert [one.id for one in before.contributors] == [risky.party("B"), risky.party("C")]
    assert [one.id for one in after.contributors] == [risky.party("B")]
    assert after.exposure == pytest.approx(0.8 * (1 - exp(-0.75)), abs=TENTH)


async def test_what_is_hidden_from_a_caller_leaves_no_trace(ring: Loaded) -> None:
    before = {one: same(await _told(ring, one, DEPARTMENT)) for one in "ABC"}
    await ring.say("dishonest_debtor", risky.dishonest("A", _level="2"))
    await ring.say("guarantee.more", risky.guarantees("C", "B", _level="2", 年报年度="2022"))
    await ring.say("shareholder", risky.holds("B", "A", "90", _level="2"))
    assert {one: same(await _told(ring, one, DEPARTMENT)) for one in "ABC"} == before
    a, b = await _told(ring, "A"), await _told(ring, "B")
    assert a.own_nats == pytest.approx(0.8, abs=TENTH)
    assert risky.party("A") in {one.id for one in b.contributors}


async def test_what_edges_and_indicators_rest_on_and_is_not_loaded_is_named(ring: Loaded) -> None:
    gaps = {gap.part: gap for gap in (await _told(ring, "A")).incomplete}
    assert {"branch", "shareholder", "equity_pledge"} <= set(gaps["edges"].fields)
    assert "guarantee" not in gaps["edges"].fields
    assert "dishonest_debtor" in gaps["indicators"].fields
    assert gaps["edges"].text.en.startswith("What edges of risk rest on is not loaded: ")


async def test_how_it_moves_with_a_strength_and_with_points_is_worked_out_anew(ring: Loaded) -> None:
    answer = await _told(ring, "A", sensitivity=True)
    moved = {one.id: (one.less, one.more) for one in answer.sensitivity}
    assert set(moved) == {"guarantee", "J2", "J3", "R7"}

    def exposure_of(q: float, points_b: float, points_c: float) -> float:
        return 1 - (1 - q * (1 - exp(-points_b / 100))) * (1 - q * q * (1 - exp(-points_c / 100)))

    assert answer.exposure == pytest.approx(exposure_of(0.8, 75, 20), abs=TENTH)
    assert moved["J3"] == pytest.approx((exposure_of(0.8, 67, 20), exposure_of(0.8, 83, 20)), abs=TENTH)
    assert moved["R7"] == pytest.approx((exposure_of(0.8, 73, 16), exposure_of(0.8, 77, 24)), abs=TENTH)
    assert moved["guarantee"] == pytest.approx((exposure_of(0.64, 75, 20), exposure_of(0.95, 75, 20)), abs=TENTH)


async def test_risk_stops_at_bodies_of_government_and_at_whoever_is_in_too_many_firms(graph: Loaded) -> None:
    firms = [str(number) for number in range(22)]
    somebody = {"姓名": "示例多", "证件类型": "居民身份证", "证件号码": "110101194901010018"}
    await graph.say("enterprise", *(risky.registered(one) for one in firms))
    await graph.say("key_person", *(risky.holds_post("示例多", one, "总经理", **somebody) for one in firms[:21]))
    await graph.say("dishonest_debtor", risky.dishonest("1"))
    stopped = await _told(graph, "0")
    assert (stopped.total, [(one.conduct, one.cause) for one in stopped.stops]) == (0, [("own", "many_firms")])
    await graph.say("key_person.later", risky.holds_post("示例多", "1", "总经理", **somebody, 任职终止日期="2024-11-01"))
    followed = await _told(graph, "0")
    assert (followed.total, followed.stops) == (0, ())
    busy = await _told(graph, "2", when={"as_of": "2024-10-20"})
    assert [one.cause for one in busy.stops] == ["many_firms"]


async def test_a_suspected_relation_passes_risk_in_the_probable_view_alone(graph: Loaded) -> None:
    trait = {"电话": "13800001234"}
    others = [risky.registered(str(number), 成立日期="", 电话=f"139{number:08}") for number in range(30, 230)]
    await graph.say("enterprise", *(risky.registered(one, 成立日期="", **trait) for one in "AB"), *others)
    await graph.say("dishonest_debtor", risky.dishonest("B"))
    assert (await _told(graph, "A")).total == 0
    (item,) = (await suspected(reader(graph, INSPECTOR, as_of=risky.JUST, view="probable"), risky.party("A"))).items
    likely = await _told(graph, "A", when={"view": "probable"})
    (step,) = likely.contributors[0].path
    assert (step.kind, step.source) == ("suspected", risky.party("B"))
    assert step.q == pytest.approx(0.3 * item.probability, abs=TENTH)
    assert likely.exposure == pytest.approx(step.q * (1 - exp(-0.8)), abs=TENTH)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (Language.EN, "示例B商贸有限公司 —guarantee 0.8→ 示例A商贸有限公司"),
        (Language.ZH, "示例B商贸有限公司 —担保 0.8→ 示例A商贸有限公司"),
    ],
)
async def test_it_is_written_as_lines(ring: Loaded, language: Language, says: str) -> None:
    answer = await _told(ring, "A", without_indicator=["J3"], sensitivity=True, limit=1)
    use(language)
    try:
        lines = list(lines_of(computed()["risk.exposure"], answer))
    finally:
        use(Language.EN)
    assert any(says in line for line in lines), lines
    assert not [line for line in lines if "exposure_" in line or "risk_kind" in line]
