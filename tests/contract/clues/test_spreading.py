"""What a party leads to over documents that name several, and over links with other firms: how many, and how far."""

import math

from app.answers.clues.meeting import meeting
from app.answers.clues.seeded import clues
from models.clues.parts import ClueKind, SignalGroup
from models.clues.seeded import CluesAnswer
from tests.support.inquiring import reader
from tests.support.loading import OFFICER, Loaded
from tests.support.worlds import clue_world
from tests.support.worlds.clue_world import AS_OF, DAY, FIRMS, MARKET, TAX, code, firm, named, party, penalised

ONE_NUMBER = {"行政处罚决定书文号": "杭罚〔2024〕900号"}
FIRST = 40
"""The first of the firms that share nothing else."""


async def asked(graph: Loaded, seed: str, as_of: str = AS_OF) -> CluesAnswer:
    return await clues(reader(graph, OFFICER, as_of=as_of), [seed])


def holding(enterprise: int, holder: int) -> dict[str, str]:
    """A firm that holds shares of another."""
    return {
        "企业名称": named(enterprise),
        "统一社会信用代码": code(enterprise),
        "股东名称": named(holder),
        "证照号码": code(holder),
        "股东类型": "企业法人",
        "_provider": MARKET,
        "_day": "2024-01-02",
    }


async def test_one_document_names_two(graph: Loaded) -> None:
    await graph.say("enterprise", *(firm(number) for number in range(1, FIRMS + 1)))
    await graph.say("penalty", penalised(FIRST, **ONE_NUMBER), penalised(FIRST + 1, **ONE_NUMBER))
    # Another authority has the same number on that day.
    await graph.say("penalty", penalised(FIRST + 2, TAX, **ONE_NUMBER))
    answer = await asked(graph, code(FIRST))
    (one,) = answer.linked
    assert (one.party, one.by_chance, one.bits) == (party(FIRST + 1), 1, math.log2(FIRMS - 1))
    assert [step.kind for step in one.path] == [ClueKind.DOCUMENT]
    assert [signal.group for signal in one.signals] == [SignalGroup.DOCUMENT]
    assert len(one.path[0].facts) == 2


async def test_a_document_of_many_is_common(graph: Loaded) -> None:
    await graph.say("enterprise", *(firm(number) for number in range(1, FIRMS + 1)))
    await graph.say("penalty", *(penalised(number, **ONE_NUMBER) for number in range(FIRST - 1, FIRMS + 1)))
    answer = await asked(graph, code(FIRST))
    assert answer.linked == ()
    assert [(one.kind, one.value, one.count) for one in answer.common] == [(ClueKind.DOCUMENT, "杭罚〔2024〕900号", 22)]


async def test_links_fan_out_by_what_their_source_reaches(graph: Loaded) -> None:
    await graph.say("enterprise", *(firm(number) for number in range(1, FIRMS + 1)))
    held = range(FIRST + 1, FIRST + 4)
    # One of those held is held by many others too, and is stated twice to be by the first.
    others = [holding(FIRST + 1, number) for number in range(5, 30)]
    await graph.say("shareholder", *(holding(number, FIRST) for number in held), *others)
    await graph.say("shareholder", holding(FIRST + 1, FIRST) | {"_provider": TAX})
    answer = await asked(graph, code(FIRST))
    assert {one.party: (one.hops, one.by_chance, one.bits) for one in answer.linked} == {
        party(number): (1, len(held), math.log2((FIRMS - 1) / len(held))) for number in held
    }
    assert [(one.kind, one.party, one.count) for one in answer.common] == [(ClueKind.LINK, party(FIRST + 1), 26)]
    # From one of the others it is one step to the firm that many hold, and no further.
    assert [(one.party, one.by_chance) for one in (await asked(graph, code(5))).linked] == [(party(FIRST + 1), 1)]


async def test_on_the_first_days_there_is_nothing(graph: Loaded) -> None:
    await clue_world.fill(graph)
    early = "0001-06-01"
    assert (await asked(graph, code(1), early)).departments == ()
    assert (await meeting(reader(graph, OFFICER, as_of=early))).items == ()


async def test_what_came_in_a_batch_that_is_withdrawn_did_not_come_by_it(graph: Loaded) -> None:
    await clue_world.fill(graph, met=False)
    first = await graph.say("penalty", penalised(1))
    await graph.say("tax_arrears", clue_world.in_arrears(2))
    await graph.say("dishonest_debtor", clue_world.dishonest(3))
    (before,) = (await meeting(reader(graph, OFFICER, as_of=AS_OF))).items
    await graph.say("penalty", penalised(1, 违法事实="另报"), penalised(1))
    await graph.withdraw(first.batch)
    (after,) = (await meeting(reader(graph, OFFICER, as_of=AS_OF))).items
    (record,) = next(held for held in after.held if held.family == "market").records
    assert before.met_by != after.met_by == record.fact
    assert record.day == DAY
