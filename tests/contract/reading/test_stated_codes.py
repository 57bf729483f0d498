"""Codes that a record states beside the one it is filed under: told with it, and joining nobody."""

from typing import Any

import pytest

from loaders.values.codes import reg_check
from tests.support.loading import PUBLIC, Loaded, groups, still
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
CODE, REG = fresh_code(811), "33010600077111" + reg_check("33010600077111")
TOLD = {"_provider": "某局", "_day": "2024-01-01"}
FIRM = {"name": "杭州甲有限公司", "code": CODE} | TOLD
OTHER = {"name": "杭州乙有限公司", "code": REG} | TOLD
DECISION = {
    "decision_no": "1号",
    "decided_on": "2024-02-01",
    "authority_name": "某局",
    "shown_until": "2099-01-01",
    "_provider": "某局",
}
PENALTY = {"party_uscc": CODE, "party_reg": REG} | DECISION
HOLDING = {"enterprise": fresh_code(812), "holder": CODE, "holder_reg": REG, "share": "10%"} | TOLD


async def test_they_are_shown_with_their_record_and_join_nobody(graph: Loaded) -> None:
    await graph.say("enterprise.csv", FIRM, OTHER)
    before = await graph.answer("portrait.party", party_id=f"reg:{REG}")
    receipts = [await graph.say("penalty.csv", PENALTY), await graph.say("shareholder.csv", HOLDING)]
    assert [(r.accepted, r.merges) for r in receipts] == [(1, 0), (1, 0)]
    portrait = await graph.answer("portrait.party", party_id=f"uscc:{CODE}")
    for name, role in (("penalty", "party"), ("shareholder", "holder")):
        (item,) = (i for g in groups(portrait) for i in g["items"] if g["category"] == name)
        assert item["values"][f"{role}_codes"] == [f"reg:{REG}"]
        assert item["evidence"]["stated_as"] in (f"uscc:{CODE}", f"uscc:{HOLDING['enterprise']}")
    assert f"reg:{REG}" not in portrait["party"]["identifiers"]
    found = (await graph.answer("search.parties", text=REG))["items"]
    assert [i["id"] for i in found] == [f"reg:{REG}"], "who bears a code is what a registration says"
    assert _told(await graph.answer("portrait.party", party_id=f"reg:{REG}")) == _told(before)
    async with graph.serving() as client:
        page = (await client.get(f"/parties/uscc:{CODE}")).text
        assert page.count(REG) == 2, "with the penalty and with the holding"
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


def _told(portrait: dict[str, Any]) -> list[Any]:
    return [portrait["party"], *(still(g) for g in groups(portrait) if g["total"])]


async def test_a_registration_that_states_both_joins_them(graph: Loaded) -> None:
    await graph.say("enterprise.csv", FIRM)
    await graph.say("penalty.csv", PENALTY, PENALTY | {"party_uscc": "", "decision_no": "2号"})
    assert (await graph.group(f"uscc:{CODE}", "penalty", PUBLIC))["total"] == 1
    receipt = await graph.say("enterprise.both.csv", FIRM | {"registration_no": REG, "_day": "2024-01-02"})
    assert receipt.merges > 0
    items = (await graph.group(f"uscc:{CODE}", "penalty", PUBLIC))["items"]
    assert sorted(str(i["values"].get("party_codes")) for i in items) == ["None", f"['reg:{REG}']"]


async def test_who_was_joined_leaves_no_party_that_nothing_is_told_of(graph: Loaded) -> None:
    """A name meant the party of a registration number until another row gave that number to a party with a code."""
    await graph.say("enterprise.csv", OTHER)
    holding = {"enterprise": fresh_code(812), "holder": OTHER["name"], "share": "10%"} | TOLD
    assert (await graph.say("shareholder.csv", holding)).resolved == 1
    joined = FIRM | {"name": OTHER["name"], "registration_no": REG, "_day": "2024-01-02"}
    assert (await graph.say("enterprise.both.csv", joined)).merges > 0
    assert (await graph.answer("party.show", party_id=f"reg:{REG}"))["id"] == f"uscc:{CODE}"
    empty = await graph.engine.read("MATCH (p:Party) WHERE NOT EXISTS { (p)--() } RETURN p.id AS id")
    assert empty == []
