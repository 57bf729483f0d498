"""What seeds lead to: by code, name, phone, address, person, document number, record or text; ranked, by department, masked."""

import math
from typing import Any

import pytest

from app.answers.asking import ask
from app.answers.clues import seeds
from app.answers.clues.seeded import clues
from app.errors import Forbidden, InputError
from models.caller import Caller
from models.clues.parts import ClueKind, SignalGroup
from models.clues.seeded import CluesAnswer, SeedKind, UnusedReason
from tests.support.inquiring import reader
from tests.support.loading import OFFICER, PUBLIC, Loaded
from tests.support.worlds import clue_world
from tests.support.worlds.clue_world import ADDRESS, AS_OF, FIRMS, HOTLINE, PHONE, code, named, party, penalised

RESIDENT = "110101194901010018"
MANAGER = {"_provider": clue_world.MARKET, "_day": "2024-01-02"}


async def asked(graph: Loaded, *seeds: str, caller: Caller = OFFICER, **more: Any) -> CluesAnswer:
    return await clues(reader(graph, caller, as_of=AS_OF), seeds, **more)


def linked(answer: CluesAnswer) -> dict[str, float]:
    return {one.party: round(one.bits, 6) for one in answer.linked}


@pytest.fixture
async def filled(graph: Loaded) -> Loaded:
    await clue_world.fill(graph)
    return graph


async def test_from_a_firm_over_what_few_share(filled: Loaded) -> None:
    answer = await asked(filled, code(1))
    # Three of sixty state the phone, three the address: log2(59/2) by each, and the groups add.
    both = 2 * math.log2((FIRMS - 1) / 2)
    assert linked(answer) == {party(2): round(both, 6), party(3): round(both, 6)}
    first = answer.linked[0]
    assert {one.group for one in first.signals} == {SignalGroup.CONTACT, SignalGroup.PLACE}
    assert (first.hops, first.by_chance) == (1, 2)
    assert first.path[0].facts
    assert [(seed.kind, seed.parties) for seed in answer.seeds] == [(SeedKind.PARTY, (party(1),))]
    held = {one.family: one for one in answer.departments}
    assert held.keys() == {"market", "tax", "court"}
    assert [record.party for record in held["tax"].records] == [party(2)]
    assert held["market"].adverse == 1
    assert answer.departments[0].family == "market"  # it holds records on the seed itself
    assert PHONE not in answer.model_dump_json()


@pytest.mark.parametrize(
    ("seed", "kind", "leads_to"),
    [
        (code(1), SeedKind.PARTY, {1}),
        (f"uscc:{code(1)}", SeedKind.PARTY, {1}),
        (named(1), SeedKind.PARTY, {1}),
        (PHONE, SeedKind.PHONE, {1, 2, 3}),
        (f"+86 {PHONE}", SeedKind.PHONE, {1, 2, 3}),
        (ADDRESS, SeedKind.ADDRESS, {1, 2, 3}),
        ("罚1号", SeedKind.DOCUMENT, {1}),
        ("(2024)浙0106执3号", SeedKind.DOCUMENT, {3}),
    ],
)
async def test_what_a_seed_may_be(filled: Loaded, seed: str, kind: SeedKind, leads_to: set[int]) -> None:
    answer = await asked(filled, seed)
    found = {one.kind: set(one.parties) for one in answer.seeds}
    assert found == {kind: {party(number) for number in leads_to}}
    assert answer.unused == ()
    everybody = {party(number) for number in (1, 2, 3)}
    assert linked(answer).keys() | {one for parties in found.values() for one in parties} == everybody


async def test_a_text_with_several(filled: Loaded) -> None:
    text = f"来电反映：{named(5)}与电话{PHONE}的几家公司有关，见（2024）浙0106执12号；另有代码{code(6)}，请核查。"
    answer = await asked(filled, text)
    found = {(one.kind, one.parties) for one in answer.seeds}
    assert (SeedKind.PARTY, (party(5),)) in found
    assert (SeedKind.PARTY, (party(6),)) in found
    assert (SeedKind.DOCUMENT, (party(12),)) in found
    assert (SeedKind.PHONE, tuple(sorted(map(party, (1, 2, 3))))) in found
    assert len(found) == 4


async def test_a_common_value_is_named_and_leads_nowhere(filled: Loaded) -> None:
    answer = await asked(filled, HOTLINE)
    assert [(one.value, one.reason) for one in answer.unused] == [("139****44", UnusedReason.COMMON)]
    assert answer.linked == ()
    assert [(one.kind, one.count) for one in answer.common] == [(ClueKind.PHONE, len(clue_world.CROWD))]
    crowd = await asked(filled, code(10))
    assert crowd.linked == ()
    assert [one.value for one in crowd.common] == ["139****44"]


async def test_two_steps_over_a_person(filled: Loaded) -> None:
    people = [
        {
            "企业名称": named(n),
            "统一社会信用代码": code(n),
            "姓名": "示例线",
            "职务": "监事",
            "证件号码": RESIDENT,
            "证件类型": "身份证",
        }
        for n in (3, 40, 41)
    ]
    await filled.say("key_person", *({**row, **MANAGER} for row in people))
    answer = await asked(filled, code(1))
    found = {one.party: one for one in answer.linked}
    assert found.keys() == {party(2), party(3), party(40), party(41)}
    assert [step.kind for step in found[party(40)].path][1] is ClueKind.PERSON
    # Over the phone or the address of three, then over a person of three firms.
    assert round(found[party(40)].bits, 6) == round(math.log2((FIRMS - 1) / 4), 6)
    assert found[party(40)].hops == 2
    assert RESIDENT not in answer.model_dump_json()
    three = await asked(filled, "示例线")
    assert {(one.kind, one.total) for one in three.seeds} == {(SeedKind.PERSON, 3)}
    assert linked(three).keys() == {party(n) for n in (1, 2, 3, 40, 41)}


async def test_a_record_is_a_seed(filled: Loaded) -> None:
    records = [record for held in (await asked(filled, code(2))).departments for record in held.records]
    (statement,) = {one.statement for one in records if one.category == "tax_arrears"}
    answer = await asked(filled, statement)
    assert [(one.kind, one.parties) for one in answer.seeds] == [(SeedKind.RECORD, (party(2),))]


async def test_a_seed_given_twice_is_known(filled: Loaded) -> None:
    answer = await asked(filled, code(1), named(1), f"反映{named(1)}的问题", PHONE, f"电话{PHONE}")
    assert [one.kind for one in answer.seeds] == [SeedKind.PARTY, SeedKind.PHONE]
    assert answer.unused == ()


async def test_a_shorter_number_is_another_document(filled: Loaded) -> None:
    await filled.say("penalty", penalised(40, 行政处罚决定书文号="罚〔2024〕5号"))
    whole, prose = await asked(filled, "杭市监罚〔2024〕5号"), await asked(filled, "请核查杭市监罚〔2024〕5号一事")
    assert (whole.seeds, [one.reason for one in whole.unused]) == ((), [UnusedReason.UNKNOWN])
    assert [(one.value, one.parties) for one in prose.seeds] == [("罚〔2024〕5号", (party(40),))]


async def test_records_on_a_person_who_is_a_seed(filled: Loaded) -> None:
    row = {"被执行人名称": "示例线", "证件号码": RESIDENT, "证件类型": "身份证", "执行案号": "（2024）浙0106执99号"}
    await filled.say("dishonest_debtor", clue_world.dishonest(3) | {"统一社会信用代码": ""} | row)
    person = {"姓名": "示例线", "职务": "监事", "证件号码": RESIDENT, "证件类型": "身份证"}
    await filled.say("key_person", {"企业名称": named(40), "统一社会信用代码": code(40), **person, **MANAGER})
    answer = await asked(filled, "示例线")
    (court,) = [held for held in answer.departments if held.family == "court"]
    (record,) = court.records
    assert (record.category, record.bits) == ("dishonest_debtor", None)
    assert record.party.startswith("pid:")
    assert RESIDENT not in answer.model_dump_json()


async def test_so_many_bear_a_name_as_there_are(filled: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"企业名称": named(n), "统一社会信用代码": code(n), "姓名": "示例名", "职务": "监事", **MANAGER} for n in range(40, 45)
    ]
    await filled.say("key_person", *rows)
    whole = await asked(filled, "示例名")
    monkeypatch.setattr(seeds, "MOST_FOUND", 3)
    part = await asked(filled, "示例名")
    for answer, shown in ((whole, 5), (part, 3)):
        assert [one.by_chance for one in answer.linked] == [5] * shown
    assert whole.incomplete == ()
    assert [one.part for one in part.incomplete] == ["records"]


async def test_an_identity_number_is_no_seed(filled: Loaded) -> None:
    answer = await asked(filled, RESIDENT, "无此公司")
    assert [one.reason for one in answer.unused] == [UnusedReason.IDENTITY_NUMBER, UnusedReason.UNKNOWN]
    assert RESIDENT not in answer.model_dump_json()
    assert answer.seeds == ()


async def test_a_day_of_foundation_adds_to_what_links_and_leads_to_nobody(filled: Loaded) -> None:
    founded = {"成立日期": "2019-05-06"}
    await filled.say("enterprise", *(clue_world.firm(n, _day="2024-02-01", **founded) for n in (1, 2, 50)))
    found = {one.party: one for one in (await asked(filled, code(1))).linked}
    assert found.keys() == {party(2), party(3)}
    assert {one.group for one in found[party(2)].signals} == {SignalGroup.CONTACT, SignalGroup.PLACE, SignalGroup.AGENT}
    # Three firms state a day of foundation, all three this one.
    assert found[party(2)].bits == found[party(3)].bits + math.log2((3 - 1) / 2)


@pytest.mark.parametrize("hidden", [{"_level": 3}, {"_day": "2099-01-01"}])
async def test_what_is_hidden_leaves_no_trace(filled: Loaded, hidden: dict[str, Any]) -> None:
    seeds = (code(1), PHONE, named(77), "罚77号")
    before = await asked(filled, *seeds)
    await filled.say("enterprise", clue_world.firm(77, 联系电话=PHONE, **hidden))
    await filled.say("penalty", penalised(77, **hidden), penalised(1, 处罚决定书文号="罚78号", **hidden))
    after = await asked(filled, *seeds)
    steady = {"known_at", "tick"}
    assert after.model_dump(exclude=steady) == before.model_dump(exclude=steady)


async def test_so_many_names_are_searched_for(filled: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "MOST_LOOKED_UP", 2)
    answer = await asked(filled, code(4), code(5), code(6))
    assert {one.parties for one in answer.seeds} == {(party(4),), (party(5),)}
    assert [one.part for one in answer.incomplete] == ["records"]


async def test_what_is_asked_for(filled: Loaded) -> None:
    with pytest.raises(Forbidden):
        await ask(clues, filled.questions, PUBLIC, clues.parse({"seed": [code(1)]}))
    for wrong in ([], ["x"] * 21, ["x" * 4_001]):
        with pytest.raises(InputError):
            clues.parse({"seed": wrong})
    answer = await asked(filled, code(1), limit=1)
    assert (answer.shown, answer.total) == (1, 2)
    assert [one.part for one in answer.incomplete] == ["linked"]
