"""The real lists of the largest holders through inquiries, on both engines. No person is ever printed: only counts are told."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.answers import Reader, Viewpoint
from app.answers.control import beneficial_owners, control, related
from app.answers.difference import differences
from app.answers.ownership import ownership
from app.answers.relations import relations
from loaders.load.reading import Reading
from loaders.values.normalise import normalise_name
from models.answers.owners import Status
from models.answers.stamped import OwnershipAnswer
from models.catalogue import Catalogue, CoverageKind
from tests.support.engines import Engines
from tests.support.inquiring import reader
from tests.support.loading import INSPECTOR, PUBLIC, Loaded
from tests.support.worlds.real_records import Lists, companies_of, file_of, lists_of, part_of, rows_of

pytestmark = pytest.mark.slow
EXCHANGE, LAST_YEAR, YEAR_END, AFTER = "证券交易所", "2016-12-31", "2017-12-31", "2018-12-31"
NEAR = 1e-9
CLEARING = "香港中央结算"


class Market(Loaded):
    """Listed companies and their lists. `lists` are those of 2015 to 2017, `single` one holder each a year later."""

    lists: Lists
    single: Lists

    def on(self, day: str) -> list[str]:
        """The companies with a list of that day."""
        return sorted(company for company, of in self.lists if of == day)


@pytest.fixture(scope="module")
def markets() -> dict[str, Market]:
    """What is loaded, by engine."""
    return {}


@pytest.fixture
async def market(
    markets: dict[str, Market], engine_name: str, session_engines: Engines, catalogue: Catalogue, tmp_path_factory: Any
) -> Market:
    """The companies and all their lists, loaded once on each engine; of fewer companies on a server."""
    if engine_name not in markets:
        file_of("listed/top10_holders_2017.csv")
        engine = await session_engines.clean(engine_name, catalogue)
        graph = Market(engine, catalogue, session_engines.settings(engine_name), tmp_path_factory.mktemp("market"))
        holders, later = companies_of(graph, "listed/top10_holders_2017.csv", 8, CLEARING), _later(graph)
        for path in (part_of(graph, "listed/stock.csv", 400), part_of(graph, "names/listed_short_full.csv", 200)):
            await graph.load(path, "listed_company", Reading(provider=EXCHANGE, day="2015-01-01"))
        graph.lists, graph.single = lists_of(holders), lists_of(later, "gb18030")
        await graph.load(holders, "listed_holder", Reading(provider=EXCHANGE))
        one = await graph.load(later, "listed_holder", Reading(provider=EXCHANGE, coverage=CoverageKind.PARTIAL))
        assert (one.rejected, one.error) == (0, None)
        markets[engine_name] = graph
    return markets[engine_name]


def _later(graph: Loaded) -> Path:
    return part_of(graph, "listed/top_holders_2018_gbk.csv", 200)


async def look(market: Market, company: str, day: str, **more: Any) -> OwnershipAnswer:
    return await ownership(reader(market, as_of=day), f"stock:{company}", **more)


def told(answer: OwnershipAnswer) -> dict[str, float]:
    """Shares by holder, as names are compared; what is not shown as a share is nothing here."""
    return {normalise_name(one.name or ""): one.direct or 0.0 for one in (*answer.owners, *answer.nominees)}


async def test_a_list_shows_its_holders_and_leaves_the_rest_unknown(market: Market) -> None:
    seen = Counter[str]()
    for (company, day), shares in sorted(market.lists.items())[:: max(1, len(market.lists) // 40)]:
        answer = await look(market, company, day)
        same, largest = told(answer) == shares, max(shares.values())
        assert same, (company, day, len(answer.owners), len(shares))
        known = sum(shares.values())
        (note,) = answer.notes
        assert (note.state, note.list_basis) == ("partial", "top_ten")
        assert [note.unknown_min, note.unknown_max] == pytest.approx([1 - known, 1 - known], abs=NEAR)
        parts = {end.end.value: end.share for end in answer.ends}
        assert parts["unstated"] == pytest.approx(1 - known, abs=NEAR)
        assert sum(parts.values()) == pytest.approx(1.0, abs=NEAR)
        assert max(one.direct or 0 for one in (*answer.owners, *answer.nominees)) == largest
        assert [one.direct for one in answer.owners] == sorted((one.direct or 0 for one in answer.owners), reverse=True)
        seen.update(one.form for one in (*answer.owners, *answer.nominees))
    assert {"company", "product", "nominee"} <= seen.keys()


async def test_clearing_accounts_and_products_own_and_control_nothing(market: Market) -> None:
    held = 0
    companies = [c for c in market.on(YEAR_END) if any(CLEARING in name for name in market.lists[c, YEAR_END])][:12]
    assert companies
    for company in companies:
        answer = await look(market, company, YEAR_END)
        owning = [one for one in answer.owners if CLEARING in normalise_name(one.name or "")]
        (clearing,) = [one for one in answer.nominees if CLEARING in normalise_name(one.name or "")]
        assert len(owning) == 0, company
        assert (clearing.form, clearing.end) == ("nominee", "nominee")
        held += 1
        controls = await control(
            reader(market, as_of=YEAR_END), f"stock:{company}", rules="custom", threshold=0.001, comparison="ge"
        )
        nominees, controllers = {one.id for one in answer.nominees}, {one.id for one in controls.controllers}
        assert len(nominees & controllers) == 0, "whatever the threshold"
        assert controls.unknown.low >= sum(one.direct or 0 for one in answer.nominees) - NEAR
        owners = await beneficial_owners(reader(market, as_of=YEAR_END), f"stock:{company}")
        hidden = {one.why.value for one in owners.unseen}
        assert {"unstated", "nominee"} <= hidden
        assert len({one.id for one in owners.owners} & nominees) == 0
    assert held == len(companies)


async def test_products_are_not_the_company_whose_name_they_begin_with(market: Market) -> None:
    products = 0
    for company in market.on(YEAR_END)[:20]:
        answer = await look(market, company, YEAR_END)
        for one in answer.owners:
            name = normalise_name(one.name or "").replace("－", "-")
            if name.endswith("证券投资基金") or "资产管理计划" in name:
                products += 1
                assert (one.form, one.end, one.by_name) == ("product", "product", None), company
                assert not one.id.startswith(("uscc:", "stock:")), company
    assert products


async def test_who_controls_is_who_has_the_majority(market: Market) -> None:
    majorities = 0
    for company in market.on(YEAR_END)[:25]:
        large = [name for name, share in market.lists[company, YEAR_END].items() if share > 0.5 and CLEARING not in name]
        answer = await control(reader(market, as_of=YEAR_END), f"stock:{company}")
        same = sorted(normalise_name(one.name or "") for one in answer.controllers) == sorted(large)
        assert same, (company, len(large), len(answer.controllers))
        by_law = await control(reader(market, as_of=YEAR_END), f"stock:{company}", rules="takeover_84")
        more = [name for name, share in market.lists[company, YEAR_END].items() if share > 0.3 and CLEARING not in name]
        assert len(by_law.controllers) == len(more), company
        owners = await beneficial_owners(reader(market, as_of=YEAR_END), f"stock:{company}")
        assert owners.status in (Status.UNKNOWN, Status.FOUND), "behind most of it nobody is known"
        majorities += bool(large)
    assert majorities


async def test_the_difference_of_two_years_is_that_of_the_lists(market: Market) -> None:
    companies = [c for c in market.on(YEAR_END) if (c, LAST_YEAR) in market.lists][:12]
    assert companies
    changes = Counter[str]()
    for company in companies:
        before, after = market.lists[company, LAST_YEAR], market.lists[company, YEAR_END]
        found = await differences(
            Reader(market.questions, Viewpoint(PUBLIC)), f"stock:{company}", of="ownership", before=LAST_YEAR, after=YEAR_END
        )
        sections = [one for one in found.sections if one.section in ("owners", "nominees")]
        for attribute, names in (("came", after.keys() - before.keys()), ("left", before.keys() - after.keys())):
            items = [item for one in sections for item in getattr(one, attribute)]
            same = {normalise_name(item["name"]) for item in items} == names
            assert same, (company, attribute, len(items), len(names))
            changes[attribute] += len(items)
        changed = {name for name in before.keys() & after.keys() if abs(before[name] - after[name]) > NEAR}
        same = len(changed) == sum(len(one.changed) for one in sections)
        assert same, (company, len(changed))
        changes["changed"] += len(changed)
        assert not any(one.perhaps_came or one.perhaps_left for one in sections)
    assert {"came", "left", "changed"} <= {kind for kind, count in changes.items() if count}


async def test_one_holder_told_a_year_later_is_no_list(market: Market) -> None:
    """Whom the single row names has the share that it says; everybody else stays as they were last told; nobody left.

    Where that is more than the whole, the two years contradict each other, and nothing is taken from either.
    """
    both = sorted(company for company, _ in market.single if (company, YEAR_END) in market.lists)[:25]
    assert both
    states = Counter[str]()
    for company in both:
        (one,) = market.single[company, AFTER].items()
        answer = await look(market, company, AFTER)
        expected = market.lists[company, YEAR_END] | dict([one])
        (note,) = answer.notes
        states[note.state] += 1
        if note.state == "inconsistent":
            assert (sum(expected.values()) > 1, answer.owners, len(note.rows)) == (True, (), len(expected)), company
            assert {row.day for row in note.rows} == {YEAR_END, AFTER}
            continue
        same = told(answer) == expected
        assert same, (company, len(answer.owners) + len(answer.nominees), len(expected))
    assert states["partial"] > states["inconsistent"]


async def test_no_two_companies_are_related_by_a_name(market: Market) -> None:
    """Funds, insurers, bodies of the state and persons of one name stand in many lists of one day. They join nobody."""
    companies = market.on(YEAR_END)[:40]
    shared = Counter(name for company in companies for name in market.lists[company, YEAR_END])
    assert max(shared.values()) > 1
    found = await relations(reader(market, as_of=YEAR_END), [f"stock:{c}" for c in companies], hops=2)
    assert len(found.pairs) == 0
    assert {gap.reason for gap in found.incomplete} == {"name", "nominee", "state"}
    named = await relations(reader(market, as_of=YEAR_END), [f"stock:{c}" for c in companies], hops=2, through=["name"])
    assert len(named.pairs) > 0
    for company in companies[:6]:
        answer = await related(reader(market, as_of=YEAR_END), f"stock:{company}")
        strangers = {one.id for one in answer.related if one.id.startswith("stock:")}
        assert len(strangers) == 0, company


async def test_a_name_that_one_listed_company_bears_counts_in_the_probable_view(market: Market) -> None:
    rows = await market.engine.read(
        "MATCH (p:Party)<-[:RESOLVES_TO {rule: 'likely'}]-(m:Mention)-[r:INVESTS_IN]->(c:Party) "
        "WHERE r.valid_from <= $day AND $day < r.valid_to RETURN c.id AS company, p.id AS holder ORDER BY company, holder",
        {"day": YEAR_END},
    )
    if market.name == "embedded":
        assert rows
    for row in rows[:5]:
        strict = await ownership(reader(market, as_of=YEAR_END), row["company"])
        assert row["holder"] not in {one.id for one in strict.owners}
        probable = await ownership(reader(market, INSPECTOR, as_of=YEAR_END, view="probable"), row["company"])
        (holder,) = [one for one in probable.owners if one.id == row["holder"]]
        assert holder.by_name == "likely"
        pair = await relations(
            reader(market, INSPECTOR, as_of=YEAR_END, view="probable"), [row["company"], row["holder"]], hops=1
        )
        assert [link.by_name for link in pair.links] == ["likely"]


def test_the_files_of_both_years_are_what_they_were() -> None:
    lists, later = (
        lists_of(file_of("listed/top10_holders_2017.csv")),
        rows_of(file_of("listed/top_holders_2018_gbk.csv"), "gb18030"),
    )
    assert (len({company for company, _ in lists}), len(lists), len(later)) == (196, 814, 3_440)
