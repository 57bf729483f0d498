"""What is read around a party gives what the whole small graph does: worlds drawn at random, told plainly beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

import pytest

from app.analytics.risk.exposure import Exposure, exposure
from app.analytics.risk.nats import of_points
from app.analytics.risk.network import RiskEdge, RiskGraph
from app.answers.exposure import exposed
from app.answers.reading.exposures import exposures_of
from models.caller import Caller
from tests.support.inquiring import reader
from tests.support.loading import Loaded
from tests.support.worlds import risky

FIRMS, WORLDS = 7, 12
POINTS: Mapping[str, int] = {"dishonest_debtor": 80, "terminated_enforcement": 40, "enforcement": 25, "penalty": 10}
EDGES = ("shareholder", "guarantee", "branch", "key_person")
POSTS = {"董事": 0.1, "董事长": 0.3, "总经理": 0.3, "监事": 0.1}
ROUNDING = 16
"""Units of 2⁻⁴⁴ nat, less than 1e-12."""
INSPECTOR = Caller(level=2)
Rows = dict[str, list[dict[str, str]]]


@dataclass
class SmallWorld:
    """Firms that nobody outside is linked to, the rows that say so, and the same as points and edges."""

    rows: Rows = field(default_factory=lambda: {name: [] for name in (*POINTS, *EDGES, "enterprise", "annual_report")})
    points: dict[str, int] = field(default_factory=dict)
    edges: list[RiskEdge] = field(default_factory=list)

    def joins(self, one: str, other: str, forward: float, back: float) -> None:
        """Edges there and back."""
        self.edges += [RiskEdge(one, other, forward, "", str(len(self.edges))), RiskEdge(other, one, back, "", "")]


def world_of(number: int) -> SmallWorld:
    """The world of a number."""
    draw, world = Random(number), SmallWorld()
    firms = [str(number * 10 + at) for at in range(FIRMS)]
    wealth = {one: draw.choice((None, None, 100, 300)) for one in firms}
    for one in firms:
        world.rows["enterprise"].append(risky.registered(one))
        if wealth[one]:
            world.rows["annual_report"].append(risky.reported(one, str(wealth[one])))
        for category, rows in {
            "dishonest_debtor": risky.dishonest(one),
            "terminated_enforcement": risky.terminated(one),
            "enforcement": risky.enforced(one),
            "penalty": risky.fined(one),
        }.items():
            if draw.random() < 0.3:
                world.rows[category].append(rows)
                world.points[risky.party(one)] = world.points.get(risky.party(one), 0) + POINTS[category]
    _held(draw, world, firms)
    for _ in range(draw.randint(2, 7)):
        debtor, guarantor = draw.sample(firms, 2)
        if (debtor, guarantor) in {(row["债务人"], row["企业名称"]) for row in world.rows["guarantee"]}:
            continue
        amount, general = draw.choice((30, 90, 300)), draw.random() < 0.3
        told = risky.guarantees(guarantor, debtor, str(amount), 保证的方式="一般保证" if general else "连带保证")
        world.rows["guarantee"].append(told)
        part = min(1.0, amount / known) if (known := wealth[guarantor]) else 0.6
        world.joins(risky.party(debtor), risky.party(guarantor), (0.5 if general else 0.8) * part, 0.15)
    for branch in draw.sample(firms, draw.randint(0, 2)):
        head = draw.choice([one for one in firms if one != branch])
        world.rows["branch"].append(risky.branch_of(branch, head))
        world.joins(risky.party(branch), risky.party(head), 0.95, 0.95)
    for firm in draw.sample(firms, 3):
        post = draw.choice(list(POSTS))
        world.rows["key_person"].append(risky.holds_post(f"示例人{firm}", firm, post))
        world.joins(risky.party(firm), risky.person(f"示例人{firm}", firm), POSTS[post], POSTS[post])
    return world


def _held(draw: Random, world: SmallWorld, firms: list[str]) -> None:
    """Holdings of some firms by others, rings and cross-holdings among them."""
    shares: dict[str, dict[str, int]] = {}
    for one in draw.sample(firms, 4):
        holders = draw.sample([other for other in firms if other != one], draw.randint(1, 3))
        left, shares[one] = 100, {}
        for holder in holders:
            share = draw.choice([part for part in (3, 15, 34, 51, 100) if part <= left] or [0])
            left -= share
            if share:
                shares[one][holder] = share
    for one, held in shares.items():
        for holder, share in held.items():
            world.rows["shareholder"].append(risky.holds(holder, one, str(share)))
            controls, sole = one in _controlled(holder, shares), share == 100
            forward = max(0.006 * share, 0.5 * controls, 0.7 * sole)
            world.joins(risky.party(one), risky.party(holder), forward, max(0.006 * share, 0.7 * controls, 0.7 * sole))


def _controlled(one: str, shares: Mapping[str, Mapping[str, int]]) -> set[str]:
    found = {one}
    while more := {e for e, held in shares.items() if e not in found and sum(s for h, s in held.items() if h in found) > 50}:
        found |= more
    return found


def _shares(found: Exposure) -> dict[str, int]:
    return {one.path.source: one.share for one in found.contributors}


async def test_what_is_read_gives_what_the_whole_graph_gives(graph: Loaded) -> None:
    worlds = [world_of(number) for number in range(1, 1 + WORLDS)]
    for category in worlds[0].rows:
        if rows := [row for world in worlds for row in world.rows[category]]:
            receipt = await graph.say(category, *rows)
            assert receipt.accepted == len(rows)
    shared, weak = 0, 0
    for world in worlds:
        whole = RiskGraph({one: of_points(points) for one, points in world.points.items()}, tuple(world.edges))
        everybody = sorted({end for edge in world.edges for end in (edge.source, edge.target)})
        together = (await exposures_of(reader(graph, INSPECTOR, as_of=risky.JUST), everybody)).by_party
        for one in everybody:
            plain, read = exposure(whole, one), together[one]
            figures = (plain.own, plain.exposed, plain.by_paths)
            assert (read.own, read.exposed, read.by_paths) == pytest.approx(figures, abs=ROUNDING), one
            assert _shares(read) == pytest.approx(_shares(plain), abs=ROUNDING)
            assert read.bound >= plain.bound - ROUNDING
            shared += plain.exposed < plain.by_paths
        alone = await exposed(reader(graph, INSPECTOR, as_of=risky.JUST), everybody[0])
        assert alone.exposure == pytest.approx(exposure(whole, everybody[0]).p, abs=1e-12)
        weak += len(alone.contributors) < len(world.points)
    assert shared > 5
    assert weak
