"""Real records through the loader: what is accepted, what links, and what stays unknown. No person is ever printed."""

from collections import Counter
from typing import Any

import pytest

from app.errors import NotFound
from loaders.check.code_lists import read_code_list
from loaders.load.reading import Reading
from loaders.values.codes import read_stock
from loaders.values.normalise import normalise_name
from models.catalogue import CoverageKind
from models.statements import OPEN_TICK
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, Loaded, groups
from tests.support.worlds.hiding import fresh_code
from tests.support.worlds.real_records import Lists, companies_of, file_of, lists_of, part_of, rows_of

REGISTERED = "2017-11-01"
REGISTRAR, EXCHANGE = "浙江省工商行政管理局", "证券交易所"
RULES = "MATCH (m:Mention)-[r:RESOLVES_TO]->(:Party) RETURN r.rule AS rule, count(*) AS n ORDER BY rule"
pytestmark = pytest.mark.slow


async def _count(graph: Loaded, pattern: str) -> int:
    return int((await graph.engine.read(f"MATCH {pattern} RETURN count(*) AS n"))[0]["n"])


async def test_the_register_of_a_province(graph: Loaded) -> None:
    path = file_of("registry/zhejiang_enterprises.csv")
    rows = rows_of(path)
    by_column = Reading(day=REGISTERED, columns={"_provider": "reg_org"})
    rehearsed = await graph.load(path, "enterprise", by_column, dry_run=True)
    assert (rehearsed.accepted, rehearsed.rejected, rehearsed.provider) == (478, 0, None), "each authority provides its own"
    receipt = await graph.load(path, "enterprise", Reading(provider=REGISTRAR, day=REGISTERED))
    assert (receipt.rows, receipt.accepted, receipt.rejected, receipt.flagged, receipt.error) == (478, 478, 0, 0, None)
    found = await graph.engine.read("MATCH (p:Enterprise) RETURN p.id AS id")
    assert Counter(str(r["id"]).partition(":")[0] for r in found) == {"uscc": 430, "reg": 48}
    assert Counter(len(str(r["id"])) - 4 for r in found if str(r["id"]).startswith("reg:")) == {15: 47, 13: 1}
    names = Counter(r["name"] for r in rows)
    for row in rows[::20]:
        best = (await graph.answer("search.parties", text=row["code"].lower()))["items"][0]
        assert best["match"] == "identifier"
        assert row["code"] in best["id"]
        same = (await graph.answer("search.parties", text=row["name"]))["items"]
        assert sum(i["match"] == "name" for i in same) == names[row["name"]] > 0
        assert best["id"] in {i["id"] for i in same}
    portrait = await graph.answer("portrait.party", party_id=found[0]["id"])
    values = portrait["base"][0]["items"][0]["values"]
    assert set(values["registration_authority"]) == {"name"}, "no roll of departments is loaded, so it is a name"
    assert {m["state"] for m in portrait["missing"]} == {"not_loaded"} | {
        m["state"] for m in portrait["missing"] if m["section"] not in ("records", "owners")
    }
    with pytest.raises(NotFound):
        await graph.answer("portrait.party", party_id=found[0]["id"], as_of="2017-10-31")
    await _departments(graph, rows)
    await _spot_checks(graph)


async def _departments(graph: Loaded, rows: list[dict[str, str]]) -> None:
    """A roll of departments gives the authorities of the register a page: likely, since it is not declared complete."""
    name, often = Counter(r["reg_org"] for r in rows).most_common(1)[0]
    told = {"name": name, "dept_code": "D1", "_day": "2010-01-01", "_provider": REGISTRAR}
    receipt = await graph.say("department.one.csv", told)
    assert (receipt.accepted, receipt.resolved) == (1, 1), "one mention: one name on one day"
    strict = await graph.answer("portrait.party", INSPECTOR, party_id="dept:D1")
    probable = await graph.answer("portrait.party", INSPECTOR, party_id="dept:D1", view="probable")
    totals = [sum(g["total"] or 0 for g in groups(p) if g["category"] == "enterprise") for p in (strict, probable)]
    assert totals == [0, often]


async def _spot_checks(graph: Loaded) -> None:
    """Published by name alone: nothing links until somebody who bears the name is registered, and then as far as it can."""
    path = file_of("inspections/drug_spot_checks.csv")
    receipt = await graph.load(path, "spot_check", Reading(provider="某药品监督管理局", day="2018-01-01"))
    assert (receipt.rows, receipt.accepted, receipt.rejected) == (39, 39, 0)
    assert (receipt.resolved, receipt.candidates, receipt.merges) == (0, 0, 0)
    about = "(s:SpotCheck)-[:ABOUT]->(p:Party)"
    assert await _count(graph, f"{about} WHERE p:Mention") == await _count(graph, about) == 39
    bare = "(s:SpotCheck)-[:ABOUT]->(:Mention)-[:RESOLVES_TO]->(:Party)"
    assert await _count(graph, bare) == 0, "none of the makers is in the register that is loaded"
    makers = Counter(r["标示生产企业或供货单位"] for r in rows_of(path))
    name, checks = makers.most_common(1)[0]
    party, twin = (f"uscc:{fresh_code(n)}" for n in (701, 702))
    row = {"name": name, "code": party[5:], "_day": "2010-01-01", "_provider": REGISTRAR}
    assert (await graph.say("enterprise.maker.csv", row)).resolved == 1
    group = await graph.group(party, "spot_check", INSPECTOR, view="probable")
    assert (group["total"], {i["evidence"]["by_name"] for i in group["items"]}) == (checks, {"likely"})
    assert (await graph.group(party, "spot_check", PUBLIC))["total"] == 0, "what is only likely is not for the public"
    second = await graph.say("enterprise.twin.csv", row | {"code": twin[5:]})
    assert second.candidates == 1
    for each in (party, twin):
        assert (await graph.group(each, "spot_check", INSPECTOR, view="probable"))["total"] == 0
    await graph.withdraw(second.batch)
    assert (await graph.group(party, "spot_check", INSPECTOR, view="probable"))["total"] == checks


async def test_the_largest_holders_of_listed_companies(graph: Loaded) -> None:
    stock, names = part_of(graph, "listed/stock.csv", 400), part_of(graph, "names/listed_short_full.csv", 200)
    holders = companies_of(graph, "listed/top10_holders_2017.csv", 8)
    await graph.load(stock, "listed_company", Reading(provider=EXCHANGE, day="2015-01-01"))
    listed = graph.receipts[stock.name]
    assert listed.accepted == listed.flagged == listed.rows == len(rows_of(stock)), "every code had lost its exchange"
    await graph.load(names, "listed_company", Reading(provider="名录", day="2015-01-01"))
    receipt = await graph.load(holders, "listed_holder", Reading(provider=EXCHANGE))
    lists = lists_of(holders)
    announced = {(r["ts_code"], r["end_date"], r["ann_date"]) for r in rows_of(holders)}
    assert (receipt.rejected, receipt.error, receipt.covered) == (0, None, len(announced))
    if graph.name == "embedded":
        assert (listed.rows, graph.receipts[names.name].accepted, graph.receipts[names.name].rejected) == (3188, 2270, 0)
        assert (receipt.accepted, receipt.unchanged, receipt.covered) == (7316, 48, 824)
    left = await _what_left(graph, lists)
    await _what_links(graph)
    await _what_a_list_shows(graph, lists)
    last = part_of(graph, "listed/top_holders_2018_gbk.csv", 200)
    if graph.name == "neo4j":
        last.write_bytes(last.read_bytes().rstrip(b"\r\n"))
    single = await graph.load(last, "listed_holder", Reading(provider=EXCHANGE, coverage=CoverageKind.PARTIAL))
    assert (single.rejected, single.error, single.covered) == (0, None, 0)
    assert single.accepted == single.rows == (3440 if graph.name == "embedded" else 200)
    gone = f"()-[r:INVESTS_IN {{left_list: true}}]->() WHERE r.withdrawn_at = {OPEN_TICK}"
    assert await _count(graph, gone) == left, "one holder each: no list, nobody left it"


async def _what_left(graph: Loaded, lists: Lists) -> int:
    """Who is gone from the next list holds at most its smallest, and is not said to have sold."""
    rows = await graph.engine.read(
        "MATCH (h:Party)-[r:INVESTS_IN]->(p:Party)<-[:IDENTIFIES]-(i:Identifier {scheme: 'stock'}) "
        "WHERE r.withdrawn_at = $open RETURN i.id AS stock, r.stated_as AS holder, r.valid_from AS since, r.valid_to AS to, "
        "r.left_list AS left_list, r.at_most AS at_most, r.last_seen AS seen, r.share AS share",
        {"open": OPEN_TICK},
    )
    facts = len(rows)
    assert sum(len(found) for found in lists.values()) == facts, "a holder, a company and a day is one fact"
    gone = 0
    for r in rows:
        company, holder = str(r["stock"]).removeprefix("stock:"), normalise_name(str(r["holder"]))
        assert abs(lists[company, str(r["seen"])][holder] - float(r["share"])) < 1e-9
        following = sorted(day for c, day in lists if c == company and day > str(r["seen"]))
        if not following:
            assert (r["left_list"], r["to"]) == (None, "9999-12-31")
            continue
        assert r["to"] == following[0]
        listed = lists[company, following[0]]
        stays = holder in listed
        assert bool(r["left_list"]) is not stays, (company, r["seen"], following[0])
        if not stays:
            gone += 1
            assert abs(float(r["at_most"]) - min(listed.values())) < 1e-9
    assert gone > 0
    return gone


async def _what_links(graph: Loaded) -> None:
    """Holders are names. One that a listed company bears is likely that company; persons and nominees stay names."""
    rules = {r["rule"]: r["n"] for r in await graph.engine.read(RULES)}
    assert set(rules) <= {"likely", "candidate"}, "certain needs a register declared complete"
    if graph.name == "embedded":
        assert rules == {"likely": 84}
    assert await _count(graph, "(m:Mention)-[:RESOLVES_TO]->() WHERE m.id STARTS WITH 'name:Person:'") == 0
    assert await _count(graph, "(m:Mention)-[:RESOLVES_TO]->() WHERE m.name CONTAINS '香港中央结算'") == 0
    assert await _count(graph, "(p:Person)") == 0, "no page for anybody known by name only"
    kinds = await graph.engine.read("MATCH (m:Mention)-[:INVESTS_IN]->() RETURN DISTINCT split(m.id, ':')[1] AS kind")
    assert {r["kind"] for r in kinds} >= {"Enterprise", "Person"}


async def _what_a_list_shows(graph: Loaded, lists: Lists) -> None:
    """On a day between two lists the earlier one is shown, and no more; the rest of the shares is unknown."""
    company = Counter(c for c, _ in lists).most_common(1)[0][0]
    days = sorted(d for c, d in lists if c == company)
    for day in days:
        shown = await graph.answer(
            "records.relations", party_id=f"stock:{company}", category="listed_holder", as_of=day, limit=200
        )
        told = {normalise_name(i["party"]["name"]): i["values"]["share"] for i in shown["items"]}
        same = told == lists[company, day]
        assert same, (company, day, len(told))
        assert sum(told.values()) < 1
        assert not any(i["evidence"].get("left_list") and i["evidence"]["current"] is False for i in shown["items"])
    portrait = await graph.answer("portrait.party", party_id=f"stock:{company}", as_of=days[0])
    owners = next(g for g in portrait["owners"] if g["category"] == "listed_holder")
    shares = [i["values"]["share"] for i in owners["items"]]
    assert shares == sorted(shares, reverse=True), "the largest first"
    assert all("id" not in i["party"] for i in owners["items"]), "the public is given no page by name alone"


async def test_the_industries_of_listed_companies(graph: Loaded) -> None:
    """Codes of industries in one file, what they mean in another; a company may be in several."""
    companies, classed = part_of(graph, "listed/stock.csv", 400), part_of(graph, "listed/stock_industry.csv", 300)
    known = read_code_list(file_of("listed/industry.csv"))
    reading = Reading(provider=EXCHANGE, day="2018-01-01", lists={"industry": known})
    await graph.load(companies, "listed_company", Reading(provider=EXCHANGE, day="2018-01-01"))
    receipt = await graph.load(classed, "listed_industry", reading)
    rows = rows_of(classed)
    assert (receipt.accepted, receipt.rejected, receipt.merges, receipt.error) == (len(rows), 0, 0, None)
    if graph.name == "embedded":
        assert (receipt.rows, len(known.words)) == (2908, 49)
    told: dict[str, set[str]] = {}
    for r in rows:
        told.setdefault(f"stock:{read_stock(r[':START_ID(Stock)'])[0]}", set()).add(known.words[r[":END_ID(Industry)"]])
    several = [company for company, words in told.items() if len(words) > 1]
    for company in [*several[:2], *list(told)[:20:5]]:
        items = (await graph.group(company, "listed_industry"))["items"]
        assert {i["values"]["industry"] for i in items} == told[company], company
    assert (await graph.load(classed, "listed_industry", reading)).repeated
    bare = await graph.load(classed, "listed_industry", Reading(provider="x", day="2018-01-01", lists={"scheme": known}))
    assert bare.error is not None
    assert "scheme" in bare.error


async def test_directors_and_managers(graph: Loaded) -> None:
    persons, posts = part_of(graph, "listed/executive.csv", 600), part_of(graph, "listed/executive_stock.csv", 800)
    reading = Reading(provider=EXCHANGE, day="2018-01-01")
    people = await graph.load(persons, "listed_person", reading)
    assert (people.accepted, people.rejected, people.error) == (len(rows_of(persons)), 0, None)
    held = await graph.load(posts, "executive", reading)
    rows = rows_of(posts)
    assert (held.accepted, held.rejected, held.merges) == (len(rows), 0, 0)
    split = sum(len({p for p in r["jobs"].split("/") if p.strip()}) for r in rows)
    assert held.statements == await _count(graph, "()-[r:HOLDS_POSITION]->()") == split
    if graph.name == "embedded":
        assert (people.accepted, held.accepted, held.statements) == (20_872, 24_775, 29_073)
    busy, count = Counter(r[":START_ID(Executive)"] for r in rows).most_common(1)[0]
    history = await graph.answer("party.history", party_id=f"src:{EXCHANGE}:person:{busy}")
    (group,) = history["groups"]
    assert group["total"] == sum(len(r["jobs"].split("/")) for r in rows if r[":START_ID(Executive)"] == busy) >= count
    known = rows_of(persons)[0]["person_id:ID(Executive)"]
    for caller, there in ((PUBLIC, False), (OFFICER, True)):
        values: dict[str, Any] = (await graph.group(f"src:{EXCHANGE}:person:{known}", "listed_person", caller))["items"][0][
            "values"
        ]
        assert ("gender" in values) is there
    assert await _count(graph, "(p:Person) WHERE NOT p.id STARTS WITH 'src:'") == 0, "one name is not one person"
