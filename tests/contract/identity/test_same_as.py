"""Two parties decided to be one count as one in the probable view, not in the strict one, and not once it is taken back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app.answers import Reader, Viewpoint
from app.answers.control import beneficial_owners, control, group, related
from app.answers.control_over_time import controls_over_time
from app.answers.ownership import ownership
from app.answers.relations import network, relations
from app.errors import Forbidden
from loaders.catalogue.files import read_catalogue
from models.answers.parts import View
from models.answers.relations import RelationPath
from models.answers.stamped import OwnershipAnswer
from tests.support.engines import Engines
from tests.support.inquiring import reader, same
from tests.support.loading import OFFICER, PUBLIC, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
A, B = f"uscc:{fresh_code(501)}", f"uscc:{fresh_code(502)}"
ONE, OTHER = f"person:{A}:沈同人", f"person:{B}:沈同人"
TOLD = {"_provider": "某局", "_day": "2024-01-01"}
SAME = {"one": ONE, "other": OTHER, "decided_by": "某分局", "decided_on": "2024-03-01", "score": "12.5", "grounds": "同一电话"}


@pytest_asyncio.fixture
async def graph(engine_name: str, session_engines: Engines, tmp_path: Path) -> AsyncIterator[Loaded]:
    """Two firms of which persons of one name have 51 % each."""
    catalogue = read_catalogue()
    loaded = Loaded(
        await session_engines.clean(engine_name, catalogue), catalogue, session_engines.settings(engine_name), tmp_path
    )
    rows = [{"enterprise": firm, "holder": "沈同人", "股东类型": "自然人股东", "share": "51%"} | TOLD for firm in (A, B)]
    await loaded.load(sheet(tmp_path / "shareholder.csv", rows))
    yield loaded


async def say(graph: Loaded, name: str, **more: Any) -> str:
    """Tell that both are one; gives the batch."""
    receipt = await graph.say(f"same_as.{name}.csv", SAME | TOLD | more)
    assert receipt.accepted == 1, receipt
    return str(receipt.batch)


async def paths(graph: Loaded, view: View, **when: Any) -> tuple[RelationPath, ...]:
    answer = await relations(reader(graph, OFFICER, view=view, **when), [A, B])
    return answer.pairs[0].paths if answer.pairs else ()


async def test_it_counts_in_the_probable_view_only(graph: Loaded) -> None:
    assert await paths(graph, View.PROBABLE) == ()
    before = [same(await network(reader(graph, caller), A, depth=2)) for caller in (PUBLIC, OFFICER)]
    await say(graph, "told")
    (path,) = await paths(graph, View.PROBABLE)
    assert path.parties == (A, ONE, OTHER, B)
    assert [step.kind for step in path.steps] == ["INVESTS_IN", "SAME_AS", "INVESTS_IN"]
    assert path.hops == 2
    assert await paths(graph, View.PROBABLE, as_of="2024-02-29") == ()
    assert await paths(graph, View.STRICT) == ()
    assert [same(await network(reader(graph, caller), A, depth=2)) for caller in (PUBLIC, OFFICER)] == before
    with pytest.raises(Forbidden):
        await relations(reader(graph, PUBLIC, view=View.PROBABLE), [A, B])


FIRM, MIDDLE = f"uscc:{fresh_code(503)}", f"uscc:{fresh_code(504)}"
HELD = [(FIRM, "认某", 0.3), (FIRM, MIDDLE, 0.3), (FIRM, "他", 0.4), (MIDDLE, "认某", 0.9), (MIDDLE, "他", 0.1)]
"""认某 has 30 % of a firm, and 90 % of another that has 30 % of it too; of each firm a person of that name."""


def _shares(answer: OwnershipAnswer) -> dict[tuple[str, ...], float | None]:
    """What every owner has in all, by the ids that count as that owner."""
    ids = {one.party.id or "": tuple(sorted([one.party.id or "", *(o.id or "" for o in one.others)])) for one in answer.joined}
    return {ids.get(one.id, (one.id,)): one.integrated for one in answer.owners}


async def test_it_counts_in_ownership_and_control(graph: Loaded) -> None:
    rows = [
        {"enterprise": firm, "holder": holder, "股东类型": "企业法人" if ":" in holder else "自然人股东", "share": str(share)}
        | TOLD
        for firm, holder, share in HELD
    ]
    await graph.load(sheet(graph.folder / "shareholder.csv", rows))
    near, far = (f"person:{firm}:认某" for firm in (FIRM, MIDDLE))

    def reading(**when: Any) -> Reader:
        return reader(graph, OFFICER, **{"view": View.PROBABLE} | when)

    apart = await control(reading(), FIRM)
    assert (apart.controllers, [one.name for one in apart.undetermined]) == ((), ["认某"])
    known = apart.tick
    strict = [same(await ask(reading(view=View.STRICT), FIRM)) for ask in (control, ownership)]
    said = {"one": near, "other": far, "grounds": "同证"}
    batch = await say(graph, "cases", **said)

    head = min(near, far)
    found = await control(reading(), FIRM)
    assert [(one.id, one.ultimate) for one in found.controllers] == [(head, True)]
    assert found.undetermined == ()
    (joined,) = found.joined
    assert (joined.party.id, [one.id for one in joined.others], found.joined_total) == (head, [max(near, far)], 1)
    (decision,) = joined.decisions
    assert (decision.decided_by, decision.decided_on, decision.grounds) == ("某分局", "2024-03-01", "同证")
    assert {decision.one.id, decision.other.id} == {near, far}
    assert "某分局" in joined.text.zh

    owned = await ownership(reading(), FIRM)
    by = {ids: share for ids, share in _shares(owned).items() if len(ids) > 1}
    assert by == {tuple(sorted([near, far])): pytest.approx(0.57)}
    assert [one.name for one in owned.undetermined] == ["他"]
    owners = await beneficial_owners(reading(), FIRM)
    assert [one.id for one in owners.owners if one.name == "认某"] == [head]
    assert owners.undetermined == ()
    top = await group(reading(), FIRM, to_person=True)
    assert top.parent is not None
    assert (top.parent.id, {one.id for one in top.members}) == (head, {FIRM, MIDDLE})
    assert {one.id for one in (await related(reading(), FIRM)).related} >= {head, MIDDLE}

    for ask in (control, ownership):
        one, other = [same(await ask(reading(), person)) for person in (near, far)]
        assert one == other
    spans = await controls_over_time(Reader(graph.questions, Viewpoint(OFFICER, view=View.PROBABLE)), far)
    assert {(span.id, span.since) for span in spans.controls} >= {(FIRM, "2024-03-01")}

    assert same(await control(reading(as_of="2024-02-29"), FIRM)) == same(await control(reading(known_at=known), FIRM)).replace(
        apart.as_of, "2024-02-29"
    )
    assert [same(await ask(reading(view=View.STRICT), FIRM)) for ask in (control, ownership)] == strict
    await graph.withdraw(batch)
    assert same(await control(reading(), FIRM)) == same(apart)
    await say(graph, "hidden", **said, _level="3")
    assert same(await control(reading(), FIRM)) == same(apart)


async def test_it_merges_nobody(graph: Loaded) -> None:
    await say(graph, "told")
    for caller in (PUBLIC, OFFICER):
        for person in (ONE, OTHER):
            assert (await graph.answer("party.show", caller, party_id=person))["id"] == person
    for view in View:
        found = await control(reader(graph, OFFICER, view=view), A)
        assert [one.id for one in found.controllers] == [ONE]
    (group,) = [g for g in (await graph.answer("portrait.party", OFFICER, party_id=ONE))["relations"] if g["total"]]
    assert group["items"][0]["party"]["id"] == OTHER
    assert group["items"][0]["values"] == {
        "decided_by": "某分局",
        "decided_on": "2024-03-01",
        "score": 12.5,
        "grounds": "同一电话",
    }
    public = await graph.answer("portrait.party", PUBLIC, party_id=ONE)
    assert {(g["state"], g["total"]) for g in public["relations"] if g["category"] == "same_as"} == {("withheld", None)}


@pytest.mark.parametrize("how", ["row", "batch", "end"])
async def test_it_is_taken_back(graph: Loaded, how: str) -> None:
    digest = await graph.digest()
    batch = await say(graph, "told")
    assert await paths(graph, View.PROBABLE)
    known = (await graph.answer("catalogue.loaded"))["tick"]
    if how == "batch":
        await graph.withdraw(batch)
        assert await graph.digest() == digest
    else:
        await say(graph, how, _action="withdraw" if how == "row" else "end", _day="2024-06-01")
    assert await paths(graph, View.PROBABLE) == ()
    assert await paths(graph, View.PROBABLE, known_at=known)
    assert bool(await paths(graph, View.PROBABLE, as_of="2024-05-01")) is (how == "end")
    await graph.rederive()
    assert await paths(graph, View.PROBABLE) == ()
