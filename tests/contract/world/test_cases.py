"""What is planted in the sample world comes out of both engines as its truth says."""

from typing import Any
from urllib.parse import quote

import pytest

from app.errors import NotFound
from loaders.load.reading import Reading
from models.caller import Caller
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, groups, identifier, sheet
from tests.support.worlds.hiding import fresh_code
from tests.support.worlds.sample_world import World, Worlds

pytestmark = pytest.mark.slow


async def _total(world: World, kind: str, category: str, caller: Caller = PUBLIC, role: str = "firm", **when: Any) -> int:
    return int((await world.group(world.firm(kind, role), category, caller, **when))["total"])


async def _values(world: World, kind: str, category: str, caller: Caller = PUBLIC, **when: Any) -> list[dict[str, Any]]:
    group = await world.group(world.firm(kind), category, caller, **when)
    assert group["total"] == len(group["items"])
    return [i["values"] for i in group["items"]]


async def _shown(world: World, party: str) -> str:
    return str((await world.answer("party.show", party_id=party))["id"])


async def test_a_firm_first_known_by_a_number(world: World) -> None:
    case = world.cases["merge"]
    firm, before = world.firm("merge"), world.firm("merge", "before")
    assert await _shown(world, before) == firm == case["expect"]["party"]
    assert await _total(world, "merge", "penalty", role="before") == case["expect"]["penalties"]
    async with world.serving() as client:
        for path in (f"/v1/parties/{before}", f"/v1/parties/{before}/portrait", f"/parties/{before}"):
            response = await client.get(path)
            assert (response.status_code, response.headers["location"]) == (307, path.replace(before, firm))
            assert (await client.get(path, follow_redirects=True)).status_code == 200
    code = world.firm("organisation_code", "code")
    assert await _shown(world, code) == world.firm("organisation_code")
    assert await _total(world, "organisation_code", "penalty") == 1


async def test_a_wrong_row_taken_back_splits_again(world: World) -> None:
    for party in world.cases["wrong_row_taken_back"]["expect"]["parties"]:
        portrait = await world.answer("portrait.party", party_id=party)
        assert portrait["party"]["id"] == party
        assert set(world.cases["wrong_row_taken_back"]["expect"]["parties"]) & set(portrait["party"]["identifiers"]) == {party}


async def test_a_number_that_two_claim_joins_neither(world: World) -> None:
    expect = world.cases["contested"]["expect"]
    for party in expect["parties"]:
        portrait = await world.answer("portrait.party", party_id=party)
        assert (portrait["party"]["id"], portrait["party"]["contested"]) == (party, False)
        assert expect["contested"] not in portrait["party"]["identifiers"]
    number = expect["contested"]
    for question, inner in (("portrait.party", "party"), ("party.show", None), ("party.history", None)):
        answer = await world.answer(question, party_id=number)
        party = answer[inner] if inner else answer
        assert (party["id"], party["contested"], party["name"]) == (number, True, None)
        assert question == "party.history" or [c["id"] for c in party["claimed_by"]] == sorted(expect["parties"])
    assert {g["state"] for g in groups(await world.answer("portrait.party", party_id=number))} & {"filed"} == set()
    (found,) = (await world.answer("search.parties", text=number[4:]))["items"]
    assert found["id"] == number
    async with world.serving() as client:
        page = (await client.get(f"/parties/{number}")).text
        assert "争议" in page
        assert all(f'href="/parties/{party}"' in page for party in expect["parties"])
        assert (await client.get(f"/v1/parties/{number}/records?category=penalty")).json()["total"] == 0
    assert (await world.answer("party.show", party_id=expect["parties"][0])).get("claimed_by") is None
    with pytest.raises(NotFound):
        await world.answer("party.show", party_id=number, as_of="2000-01-01")


@pytest.mark.parametrize(
    ("kind", "strict", "probable"), [("name_of_one", 0, 1), ("name_of_two", 0, 0), ("former_name", 0, 1), ("merge", 2, 2)]
)
async def test_names_count_as_far_as_the_view_goes(world: World, kind: str, strict: int, probable: int) -> None:
    for role in world.cases[kind]["parties"]:
        assert await _total(world, kind, "penalty", INSPECTOR, role) == strict
        assert await _total(world, kind, "penalty", INSPECTOR, role, view="probable") == probable
        assert await _total(world, kind, "penalty", PUBLIC, role) == strict


async def test_names_say_how_they_were_resolved(world: World) -> None:
    group = await world.group(world.firm("name_of_one"), "penalty", INSPECTOR, view="probable")
    assert [i["evidence"]["by_name"] for i in group["items"]] == ["likely"]
    former = world.cases["former_name"]["expect"]
    group = await world.group(world.firm("former_name"), "penalty", INSPECTOR, view="probable")
    assert [(i["values"]["decided_on"], i["evidence"]["stated_as"]) for i in group["items"]] == [
        (former["resolved_on"][0], former["old_name"])
    ]
    two, nobody = world.cases["name_of_two"]["expect"]["name"], world.cases["name_of_nobody"]["expect"]["name"]
    rules = "MATCH (m:Mention {name: $name}) OPTIONAL MATCH (m)-[r:RESOLVES_TO]->(p:Party) RETURN r.rule AS rule, p.id AS party"
    found = await world.engine.read(rules, {"name": two})
    assert {r["party"] for r in found} == {world.firm("name_of_two", r) for r in ("a", "b")}
    assert {r["rule"] for r in found} == {"candidate"}
    assert await world.engine.read(rules, {"name": nobody}) == [{"rule": None, "party": None}]
    assert all(i["name"] != nobody for i in (await world.answer("search.parties", text=nobody))["items"])


async def test_renamed_firms_are_found_by_every_name(world: World) -> None:
    for kind, names in (
        ("life", world.cases["life"]["expect"]["names"]),
        ("former_name", [world.cases["former_name"]["expect"][k] for k in ("old_name", "new_name")]),
    ):
        portrait = await world.answer("portrait.party", party_id=world.firm(kind))
        assert portrait["party"]["name"] == names[-1]
        assert set(names[:-1]) <= set(portrait["party"]["other_names"])
        for name in names:
            best = (await world.answer("search.parties", text=name))["items"][0]
            assert (best["id"], best["match"], best["name"]) == (world.firm(kind), "name", names[-1])
            assert best.get("matched", names[-1]) == name


async def test_a_life_on_each_of_its_days(world: World) -> None:
    expect = world.cases["life"]["expect"]
    told = []
    for day in ["2024-01-02", *sorted(expect["days"].values())]:
        (values,) = await _values(world, "life", "enterprise", as_of=day)
        told.append((values["name"], values["registered_capital"] / 10_000, values["state"]))
    one, two, three = expect["names"]
    a, b, c = expect["capital"]
    assert told == [
        (one, a, "in_business"),
        (two, a, "in_business"),
        (two, b, "in_business"),
        (three, b, "in_business"),
        (three, c, "in_business"),
        (three, c, "deregistered"),
        (three, c, "in_business"),
    ]
    (values,) = await _values(world, "retired_division", "enterprise")
    assert values["region"] == world.cases["retired_division"]["expect"]["region"]


@pytest.mark.parametrize(
    ("kind", "category", "expected", "number"),
    [
        ("abnormal_in_and_out", "abnormal_operations", "on_list", None),
        ("serious_violation", "serious_violation", "on_list", None),
        ("pledged", "equity_pledge", "in_force", "330106P0000001"),
        ("ended", "licence", "in_force", "DLP5"),
    ],
)
async def test_states_hold_on_their_days(world: World, kind: str, category: str, expected: str, number: str | None) -> None:
    for day, holds in world.cases[kind]["expect"][expected].items():
        values = await _values(world, kind, category, as_of=day)
        assert any(number in (None, v.get("licence_no"), v.get("registration_no")) for v in values) is holds, day


async def test_licences_are_in_force_for_their_terms(world: World) -> None:
    for day, numbers in world.cases["licences"]["expect"]["in_force"].items():
        assert [v["licence_no"] for v in await _values(world, "licences", "licence", as_of=day)] == numbers


async def test_a_whole_list_ends_what_it_lacks(world: World) -> None:
    expect = world.cases["replaced"]["expect"]
    for day, person in expect["representative_by_day"].items():
        group = await world.group(world.firm("replaced"), "legal_representative", as_of=day)
        assert [i["party"]["id"] for i in group["items"]] == [identifier(person)]
    history = await world.answer("party.history", party_id=world.firm("replaced", "old"))
    posts = next(g for g in history["groups"] if g["category"] == "legal_representative")
    (evidence,) = [i["evidence"] for i in posts["items"]]
    assert (evidence["current"], evidence["valid_to"]) == (False, expect["replaced"])
    assert evidence["ended_after"] == evidence["last_seen"] < expect["replaced"]


async def test_a_top_list_never_proves_that_anyone_left(world: World) -> None:
    expect = world.cases["left_the_list"]["expect"]
    listed, leaver = world.firm("left_the_list", "listed"), world.firm("left_the_list", "leaver")
    for day, there in ((expect["listed_until"], True), (expect["absent_from"], False)):
        owners = await world.answer("records.relations", party_id=listed, category="listed_holder", as_of=day, limit=200)
        assert (leaver in {i["party"].get("id") for i in owners["items"]}) is there
    history = await world.answer("party.history", party_id=leaver)
    evidence, _ = [i["evidence"] for g in history["groups"] if g["category"] == "listed_holder" for i in g["items"]]
    assert (evidence["left_list"], evidence["at_most"], evidence["current"]) == (True, expect["at_most"], False)
    assert evidence["last_seen"] <= expect["listed_until"] < evidence["valid_to"] <= expect["absent_from"]


async def test_holders_hand_over_and_lists_stay_apart(world: World) -> None:
    old = world.firm("handover", "old")
    for day, share in world.cases["handover"]["expect"]["old_share_by_day"].items():
        group = await world.group(world.firm("handover"), "shareholder", as_of=day)
        assert [i["values"]["share"] for i in group["items"] if i["party"]["id"] == old] == ([share] if share else []), day
    expect = world.cases["conflicting_lists"]["expect"]
    group = await world.group(world.firm("conflicting_lists"), "shareholder")
    told = {(i["values"]["basis"], i["party"]["id"]): i["values"]["share"] for i in group["items"]}
    assert told == {(b, identifier(p)): s for b in ("register", "annual_report") for p, s in expect[b].items()}


async def test_events_are_counted_once_and_as_corrected(world: World) -> None:
    group = await world.group(world.firm("told_twice"), "penalty")
    assert group["total"] == 1
    statements = group["items"][0]["evidence"]["statements"]
    who = await world.engine.read("MATCH (s:Statement) WHERE s.id IN $ids RETURN DISTINCT s.provider AS p", {"ids": statements})
    assert len(who) == len(statements) == world.cases["told_twice"]["expect"]["providers"]
    (corrected,) = await _values(world, "corrected", "penalty")
    assert corrected["fine"] == world.cases["corrected"]["expect"]["fine"]
    assert await _total(world, "withdrawn", "penalty", INSPECTOR) == 0
    assert await _total(world, "mended_codes", "penalty") == world.cases["mended_codes"]["expect"]["penalties"]
    (late,) = await _values(world, "late_file", "penalty", as_of=world.cases["late_file"]["expect"]["decided"])
    assert late["decided_on"] == world.cases["late_file"]["expect"]["decided"]


@pytest.mark.parametrize(
    ("kind", "category", "caller", "total"),
    [
        ("repaired", "penalty", PUBLIC, 0),
        ("repaired", "penalty", OFFICER, 0),
        ("repaired", "penalty", INSPECTOR, 1),
        ("publicity_expired", "penalty", PUBLIC, 0),
        ("publicity_expired", "penalty", OFFICER, 1),
        ("internal_record", "spot_check", OFFICER, 0),
        ("internal_record", "spot_check", INSPECTOR, 1),
    ],
)
async def test_what_is_not_for_everybody(world: World, kind: str, category: str, caller: Caller, total: int) -> None:
    assert await _total(world, kind, category, caller) == total


@pytest.mark.parametrize("kind", ["hostile_html", "hostile_cypher", "hostile_markup", "hostile_formula"])
async def test_names_that_hold_code_are_text(world: World, kind: str) -> None:
    name, firm = world.cases[kind]["expect"]["name"], world.firm(kind)
    async with world.serving() as client:
        portrait = (await client.get(f"/v1/parties/{firm}/portrait")).json()
        assert portrait["party"]["name"] == name
        found = (await client.get(f"/v1/search?q={quote(name)}")).json()["items"]
        assert found[0]["id"] == firm
        for path in (f"/parties/{firm}", f"/search?q={quote(name)}"):
            page = (await client.get(path)).text
            assert "<script>alert" not in page
            assert "<svg onload" not in page
            assert "<svg>张" not in page
            assert "砾" in page


async def test_the_hub_holds_what_it_holds(world: World) -> None:
    for day, count in world.cases["hub"]["expect"]["holdings_on"].items():
        portrait = await world.answer("portrait.party", party_id=world.firm("hub"), as_of=day)
        assert sum(g["total"] for g in portrait["holdings"] if g["category"] == "shareholder") == count


async def test_what_is_told_of_a_contested_number_is_flagged(world: World) -> None:
    number = world.cases["contested"]["expect"]["contested"]
    row = {"party": number, "decision_no": "争1", "decided_on": "2024-05-05", "authority": "某局", "shown_until": "2036-01-01"}
    receipt = await world.say("penalty.contested.csv", row, reading=Reading(provider="某局"))
    assert (receipt.accepted, receipt.merges) == (1, 0)
    portrait = await world.answer("portrait.party", party_id=number)
    assert (portrait["party"]["id"], portrait["party"]["contested"]) == (number, True)
    for role in ("a", "b"):
        assert await _total(world, "contested", "penalty", INSPECTOR, role) == 0
    async with world.serving() as client:
        assert "争议" in (await client.get(f"/parties/{number}")).text


async def test_a_complete_register_makes_a_name_certain(world: World) -> None:
    """A name is only `likely` its single bearer until the register of its region is declared complete."""
    firm, name = f"uscc:{fresh_code(71)}", "杭州确名测试有限公司"
    base = {"name": name, "code": firm[5:], "region": "330106", "_provider": "某局", "_day": "2024-01-01"}
    told = {
        "party.name": name,
        "decided_on": "2024-06-06",
        "authority": "某局",
        "shown_until": "2036-01-01",
        "_provider": "某局",
    }
    here, there = told | {"party.region": "330106", "decision_no": "确1"}, told | {"party.region": "", "decision_no": "确2"}
    receipt = await world.say("penalty.named.csv", here, there)
    assert (receipt.accepted, receipt.resolved, receipt.candidates) == (2, 0, 0)
    receipt = await world.say("enterprise.before.csv", base)
    assert receipt.resolved == 2, "both mentions now have one bearer"
    group = await world.group(firm, "penalty", INSPECTOR, view="probable")
    assert [i["evidence"]["by_name"] for i in group["items"]] == ["likely", "likely"]
    with pytest.raises(AssertionError):
        assert (await world.group(firm, "penalty"))["total"] == 1
    receipt = await world.say("enterprise.complete.csv", base | {"address": "某路1号"}, reading=Reading(complete="33"))
    assert receipt.covered == 1
    group = await world.group(firm, "penalty")
    assert [(i["values"]["decision_no"], i["evidence"]["by_name"]) for i in group["items"]] == [("确1", "certain")]
    group = await world.group(firm, "penalty", INSPECTOR, view="probable")
    assert sorted(i["evidence"]["by_name"] for i in group["items"]) == ["certain", "likely"]
    digest = await world.digest()
    await world.withdraw(receipt.batch)
    assert (await world.group(firm, "penalty"))["total"] == 0
    again = await world.say(
        "enterprise.complete.csv", base | {"address": "某路1号"}, reading=Reading(complete="33", reissue="again")
    )
    assert (again.accepted, again.withdrawn) == (1, False)
    assert await world.digest() == digest


async def test_withdrawing_a_batch_takes_back_what_it_said(world: World, worlds: Worlds) -> None:
    merged, mistaken = world.cases["wrong_merge"], world.cases["batch_to_withdraw"]
    assert {await _shown(world, p) for p in merged["parties"].values()} == {merged["expect"]["before"]}
    assert await _total(world, "batch_to_withdraw", "penalty") == mistaken["expect"]["penalties_before"]
    for case in (merged, mistaken):
        assert await world.withdraw(world.receipts[case["expect"]["file"]].batch) > 0
    assert [await _shown(world, p) for p in merged["parties"].values()] == merged["expect"]["after"]
    assert await _total(world, "batch_to_withdraw", "penalty") == mistaken["expect"]["penalties_after"]
    digest = await world.digest()
    name = mistaken["expect"]["file"]
    again = await world.load(worlds.folder / "sample" / name)
    assert (again.withdrawn, again.repeated, again.rows) == (True, False, 3)
    assert await world.digest() == digest
    anew = await world.load(worlds.folder / "sample" / name, reading=Reading(reissue="by mistake after all"))
    assert (anew.withdrawn, anew.rows, anew.accepted + anew.unchanged) == (False, 3, 3)
    assert await _total(world, "batch_to_withdraw", "penalty") == 3
    await world.rederive()
    assert [await _shown(world, p) for p in merged["parties"].values()] == merged["expect"]["after"]


async def test_the_same_in_another_order_is_the_same(world: World, worlds: Worlds) -> None:
    """Rows in another order, cut into two files, one of them sent twice, say what one file says."""
    day = {"_provider": "某局", "_day": "2024-02-02"}
    codes = [fresh_code(n) for n in range(81, 87)]
    rows = [{"name": f"杭州次序{i}有限公司", "code": c} | day for i, c in enumerate(codes)]
    digests = []
    for part, files in enumerate(([rows], [rows[3:], rows[:3], rows[3:]])):
        written = [
            sheet(world.folder / f"enterprise.order{part}-{i % 2}.csv", some[:: -1 if part else 1])
            for i, some in enumerate(files)
        ]
        receipts = await world.load_all([(path, "enterprise") for path in written])
        digests.append(await world.digest())
        for receipt in receipts:
            if not receipt.repeated:
                await world.withdraw(receipt.batch)
    assert digests[0] == digests[1]
