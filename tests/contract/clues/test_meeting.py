"""Departments that meet over what firms share: planted ones are found with their figures, and nothing else is."""

import math
from typing import Any

import pytest

from app.answers.clues.meeting import meeting
from app.errors import Forbidden
from app.questions.registry import ComputedQuestion
from models.caller import Caller
from models.clues.meeting import DepartmentsMeeting, MeetingsAnswer
from models.clues.parts import ClueKind
from tests.support.inquiring import reader
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, Loaded
from tests.support.worlds import clue_world
from tests.support.worlds.clue_world import (
    AS_OF,
    DAY,
    FIRMS,
    HOTLINE,
    MET,
    PHONE,
    dishonest,
    firm,
    in_arrears,
    party,
    penalised,
)


async def asked(graph: Loaded, caller: Caller = OFFICER, **more: Any) -> MeetingsAnswer:
    return await meeting(reader(graph, caller, as_of=AS_OF), **more)


def only(answer: MeetingsAnswer) -> DepartmentsMeeting:
    (one,) = answer.items
    return one


async def test_three_departments_meet_over_a_phone_and_an_address_which_are_one_coincidence(graph: Loaded) -> None:
    await clue_world.fill(graph)
    answer = await asked(graph)
    one = only(answer)
    assert one.parties == tuple(sorted(map(party, MET)))
    assert [value.kind for value in one.values] == [ClueKind.ADDRESS, ClueKind.PHONE]
    assert one.departments == 3
    # Four firms of each of three departments' records: 1 and 10, 2 and 11, 3 and 12.
    at_least_one_each = sum(1 for a in (1, 10) for b in (2, 11) for c in (3, 12))
    assert one.chance == pytest.approx(at_least_one_each / math.comb(FIRMS, 3), rel=1e-12)
    assert one.surprise == -math.log2(one.chance)
    assert (one.null.drawn, one.null.population, one.null.level) == (3, FIRMS, "all")
    assert answer.looked_at == 2
    assert one.expected == answer.looked_at * one.chance
    assert one.flagged
    assert {held.family: [r.party for r in held.records] for held in one.held} == {
        "market": [party(1)],
        "tax": [party(2)],
        "court": [party(3)],
    }
    assert {held.title.zh for held in one.held} == {"市场监管", "税务", "法院"}
    assert one.newest == DAY
    assert answer.population == FIRMS
    names = {ref.id: ref.name for ref in answer.parties}
    assert names[party(1)] == clue_world.named(1)


async def test_evidence_stands_on_each_value_and_record(graph: Loaded) -> None:
    await clue_world.fill(graph)
    one = only(await asked(graph))
    for value in one.values:
        assert {bearer.party for bearer in value.bearers} == set(one.parties)
        assert all(bearer.facts for bearer in value.bearers)
    facts = {record.fact for held in one.held for record in held.records}
    assert len(facts) == 3
    assert one.met_by in facts
    assert one.met_on is not None


async def test_values_are_masked_below_their_level(graph: Loaded) -> None:
    await clue_world.fill(graph)
    for caller in (OFFICER, INSPECTOR):
        answer = await asked(graph, caller)
        shown = {value.kind: value.value for value in only(answer).values}
        assert shown[ClueKind.PHONE] == "139****22"
        assert PHONE not in answer.model_dump_json()
        assert HOTLINE not in answer.model_dump_json()


async def test_a_common_value_is_named_and_not_followed(graph: Loaded) -> None:
    await clue_world.fill(graph, met=False)
    answer = await asked(graph)
    assert answer.items == ()
    assert [(value.kind, value.value, value.count) for value in answer.common] == [
        (ClueKind.PHONE, "139****44", len(clue_world.CROWD))
    ]


async def test_premises_that_five_share_are_common(graph: Loaded) -> None:
    await clue_world.fill(graph, met=False)
    premises = {"住所": "杭州市余杭区未来孵化器88号", "_day": "2024-02-01"}
    await graph.say("enterprise", *(firm(number, **premises) for number in range(40, 44)))
    await graph.say("penalty", penalised(40))
    await graph.say("tax_arrears", in_arrears(41))
    await graph.say("dishonest_debtor", dishonest(42))
    assert only(await asked(graph)).parties == tuple(sorted(map(party, range(40, 44))))
    await graph.say("enterprise", firm(44, **premises))
    answer = await asked(graph)
    assert answer.items == ()
    assert {value.count for value in answer.common if value.kind is ClueKind.ADDRESS} == {5}


async def test_departments_meet_over_a_person_known_by_a_document(graph: Loaded) -> None:
    await clue_world.fill(graph, met=False)
    await graph.say("penalty", penalised(40))
    await graph.say("tax_arrears", in_arrears(41))
    await graph.say("dishonest_debtor", dishonest(42))
    assert (await asked(graph)).items == ()
    person = {"姓名": "示例线", "职务": "监事", "证件号码": "110101194901010018", "证件类型": "身份证"} | clue_world.REGISTER
    posts = [person | {"企业名称": clue_world.named(n), "统一社会信用代码": clue_world.code(n)} for n in (40, 41, 42)]
    await graph.say("key_person", *posts)
    one = only(await asked(graph))
    assert [(value.kind, value.value, value.count) for value in one.values] == [(ClueKind.PERSON, None, 3)]
    assert "110101194901010018" not in one.model_dump_json()


async def test_one_firm_that_three_departments_know_is_no_meeting(graph: Loaded) -> None:
    await clue_world.fill(graph, met=False)
    await graph.say("penalty", penalised(1))
    await graph.say("tax_arrears", in_arrears(1))
    await graph.say("dishonest_debtor", dishonest(1))
    assert (await asked(graph)).items == ()


@pytest.mark.parametrize("hidden", [{"_level": 3}, {"_day": "2099-01-01"}])
async def test_what_is_hidden_leaves_no_trace(graph: Loaded, hidden: dict[str, Any]) -> None:
    await clue_world.fill(graph, met=False)
    before = await asked(graph)
    await clue_world.meet(graph, **hidden)
    await graph.say("enterprise", firm(200, 联系电话=PHONE, **hidden))
    after = await asked(graph)
    steady = {"known_at", "tick"}
    assert after.model_dump(exclude=steady) == before.model_dump(exclude=steady)


async def test_records_outside_the_window_or_minor_do_not_count(graph: Loaded) -> None:
    await clue_world.fill(graph, met=False)
    await graph.say("penalty", penalised(1, day="2023-11-30"))
    await graph.say("tax_arrears", in_arrears(2))
    await graph.say("dishonest_debtor", dishonest(3))
    assert (await asked(graph)).items == ()
    await graph.say("penalty", penalised(1, 处罚决定书文号="轻1号", 处罚程度="轻微"))
    assert (await asked(graph)).items == ()


async def test_since_a_day_counts_when_the_record_came_that_brought_them_together(graph: Loaded) -> None:
    await clue_world.fill(graph)
    one = only(await asked(graph))
    assert one.met_on is not None
    assert only(await asked(graph, since=one.met_on)).key == one.key
    assert (await asked(graph, since="2099-01-01")).total == 0


async def test_the_order_in_which_files_come_makes_no_difference(graph: Loaded) -> None:
    await clue_world.meet(graph)
    await clue_world.fill(graph, met=False)
    one = only(await asked(graph))
    assert (one.departments, one.parties) == (3, tuple(sorted(map(party, MET))))


async def test_it_is_never_for_the_public(graph: Loaded) -> None:
    question: ComputedQuestion[MeetingsAnswer] = meeting
    assert question.level == 1
    from app.answers.asking import ask

    with pytest.raises(Forbidden):
        await ask(question, graph.questions, PUBLIC, question.parse({}))
