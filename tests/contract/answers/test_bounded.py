"""Inquiries of graphs that are all links, one hub or one long chain: bounded work, and what was left out is said."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

from app.analytics.relations.pairs import RelationsAsked
from app.answers import Reader, ReadLimits, Viewpoint
from app.answers import control as controlling
from app.answers import ownership as owning
from app.answers import relations as relating
from app.answers.control import beneficial_owners, control, group, related
from app.answers.control_over_time import controls_over_time
from app.answers.ownership import ownership
from app.answers.reading import links
from app.answers.relations import MOST_DEGREE, network, relations
from models.answers.control import Certainty
from models.answers.owners import Status
from models.answers.relations import Relations
from models.answers.shapes import is_cut
from models.catalogue import Catalogue
from tests.support.engines import Engines
from tests.support.inquiring import left_out, reader
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRMS = [f"uscc:{fresh_code(20_000 + n)}" for n in range(50)]
LINKS = [f"uscc:{fresh_code(30_000 + n)}" for n in range(61)]
HUB, NOBODYS, FAR = (f"uscc:{fresh_code(n)}" for n in (40_000, 40_001, 40_002))
HELD = [f"uscc:{fresh_code(50_000 + n)}" for n in range(2_500)]
HOLDERS = [f"uscc:{fresh_code(60_000 + n)}" for n in range(2_500)]
NEAR = 1e-9
Row = dict[str, Any]


def _holds(holder: str, enterprise: str, percent: float) -> Row:
    return {"enterprise": enterprise, "holder": holder, "share": f"{percent:g}%", "basis": "登记"}


def _rows() -> Iterator[Row]:
    """Fifty firms with 1.9 % of each other each, the rest a person's; a hub; a chain of majorities. One register tells them."""
    for n, firm in enumerate(FIRMS):
        yield from (_holds(other, firm, 1.9) for other in FIRMS if other != firm)
        yield _holds(f"person:{firm}:甲{n}", firm, 100 - 49 * 1.9)
    for holder in HOLDERS:
        yield _holds(holder, HUB, 0.04)
    for held in HELD:
        yield _holds(HUB, held, 60)
    for above, below in pairwise(LINKS):
        yield _holds(above, below, 51)
        yield _holds(f"person:{below}:乙", below, 49)
    yield _holds(f"person:{LINKS[0]}:丙", LINKS[0], 100)


@pytest.fixture(scope="module")
def crowds() -> dict[str, Loaded]:
    """What is loaded, by engine."""
    return {}


@pytest.fixture
async def crowd(
    crowds: dict[str, Loaded], engine_name: str, session_engines: Engines, catalogue: Catalogue, tmp_path_factory: Any
) -> Loaded:
    """The graph, loaded once on each engine."""
    if engine_name not in crowds:
        engine = await session_engines.clean(engine_name, catalogue)
        settings, folder = session_engines.settings(engine_name), tmp_path_factory.mktemp("crowd")
        graph = crowds[engine_name] = Loaded(engine, catalogue, settings, folder)
        told = {"_provider": "某登记机关", "_day": "2024-01-01"}
        receipt = await graph.say("shareholder.crowd.csv", *(row | told for row in _rows()))
        assert (receipt.rejected, receipt.error) == (0, None)
        known = {"name": "无主有限公司", "code": NOBODYS[5:], "type": "有限责任公司"} | told
        assert (await graph.say("enterprise.nobodys.csv", known)).accepted == 1
    return crowds[engine_name]


async def test_fifty_firms_that_hold_each_other(crowd: Loaded) -> None:
    answer = await ownership(reader(crowd), FIRMS[0], paths=2)
    assert (answer.owners_total, len(answer.owners), left_out(answer)) == (99, 99, set())
    assert sum(end.share for end in answer.ends) == pytest.approx(1.0, abs=NEAR)
    own, *others = sorted((one for one in answer.owners if one.end), key=lambda one: -(one.integrated or 0))
    # By symmetry: of what a person has of its own firm, each other firm passes on the same, and so again.
    share, rest = 0.019, 1 - 49 * 0.019
    most = rest * (1 - 48 * share) / ((1 + share) * (1 - 49 * share))
    assert own.integrated == pytest.approx(most, abs=NEAR)
    assert [one.integrated for one in others] == pytest.approx([(1 - most) / 49] * 49, abs=NEAR)
    shown = await ownership(reader(crowd), FIRMS[0], limit=10, paths=2)
    assert (len(shown.owners), shown.owners_total, is_cut(shown.incomplete)) == (10, 99, True)
    assert shown.owners == answer.owners[:10]
    controls = await control(reader(crowd), FIRMS[0])
    assert (controls.controllers, controls.total, controls.incomplete) == ((), 0, ())
    assert (await group(reader(crowd), FIRMS[0])).parent is None
    owners = await beneficial_owners(reader(crowd), FIRMS[0])
    assert (owners.status, owners.owners, owners.unseen_total) == (Status.NOBODY, (), 0.0)
    assert (await related(reader(crowd), FIRMS[0])).total == 0


async def test_relations_among_fifty_firms_come_in_pages_of_bounded_work(crowd: Loaded) -> None:
    asked = RelationsAsked(tuple(FIRMS))
    first = await relations(reader(crowd), FIRMS, hops=6, paths=3)
    pages: list[Relations] = [first]
    while (last := pages[-1]).next and len(pages) < 3:
        pages.append(await relations(reader(crowd), FIRMS, hops=6, paths=3, cursor=last.next))
    for page in pages:
        assert page.steps <= asked.page_steps + 2 * asked.pair_steps
        assert page.total == 50 * 49 // 2
        assert is_cut(page.incomplete) is (page.next is not None or any(gap.reason == "work" for gap in page.incomplete))
    assert [page.searched for page in pages] == sorted({page.searched for page in pages}), "each page goes on"
    told = [(pair.a, pair.b) for page in pages for pair in page.pairs]
    assert len(told) == len(set(told)) == pages[-1].searched
    assert set(told) <= {(min(pair), max(pair)) for pair in combinations(FIRMS, 2)}
    for pair in (pair for page in pages for pair in page.pairs):
        assert [path.hops for path in pair.paths] == [1, 2, 2]
        assert pair.paths[0].parties == (pair.a, pair.b)
    few = await relations(reader(crowd), FIRMS[:3], hops=1, paths=1)
    assert (len(few.pairs), is_cut(few.incomplete), few.next, few.clusters) == (3, False, None, (tuple(sorted(FIRMS[:3])),))


HEAVY: dict[str, tuple[Any, str, Callable[[Reader], Awaitable[Any]]]] = {
    "relations": (relating, "best_paths", lambda asked: relations(asked, FIRMS, hops=2, paths=1)),
    "network": (relating, "ego", lambda asked: network(asked, FIRMS[0], depth=2)),
    "rows": (Reader, "_assembled", lambda asked: ownership(asked, FIRMS[0])),
    "look-through": (owning, "look_up", lambda asked: ownership(asked, FIRMS[0])),
    "control": (controlling, "controls_by", lambda asked: control(asked, FIRMS[0])),
    "owners": (controlling, "owners_under_measures", lambda asked: beneficial_owners(asked, FIRMS[0])),
    "group": (controlling, "head_of", lambda asked: group(asked, FIRMS[0])),
    "members": (controlling, "group_of", lambda asked: group(asked, FIRMS[0])),
    "related": (controlling, "related_parties", lambda asked: related(asked, FIRMS[0])),
}
"""What is worked out of many rows: where, by which function, and what asks for it."""


@pytest.mark.parametrize("what", HEAVY)
async def test_others_are_answered_while_much_is_worked_out(crowd: Loaded, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work waits until the event loop has had a turn: where it keeps the loop to itself, that turn does not come."""
    place, name, inquire = HEAVY[what]
    loop, work, turns = asyncio.get_running_loop(), getattr(place, name), list[bool]()

    def slow(*args: Any, **kwargs: Any) -> Any:
        turn = threading.Event()
        loop.call_soon_threadsafe(turn.set)
        turns.append(turn.wait(5))
        return work(*args, **kwargs)

    monkeypatch.setattr(place, name, slow)
    await inquire(reader(crowd))
    assert turns
    assert all(turns)


async def test_a_hub_is_shown_in_part_and_not_passed_through_unread(crowd: Loaded) -> None:
    answer = await network(reader(crowd), HUB)
    assert (answer.shown, answer.total, is_cut(answer.incomplete)) == (40, 5_000, True)
    assert [(c.direction.value, c.shown, c.total) for c in answer.counts] == [("in", 20, 2_500), ("out", 20, 2_500)]
    beside = await network(reader(crowd), HELD[0], depth=3)
    assert left_out(beside) == {(HUB, "hub")}
    assert [(gap.total or 0) > MOST_DEGREE for gap in beside.incomplete] == [True]
    assert len(beside.parties) == 2
    found = await relations(reader(crowd), [HELD[0], HOLDERS[0], LINKS[0]])
    ((path,),) = [pair.paths for pair in found.pairs]
    assert path.parties == (min(HELD[0], HOLDERS[0]), HUB, max(HELD[0], HOLDERS[0])), "met from both its sides"
    assert left_out(found) == {(HUB, "hub")}
    assert path.cost > 2, "a hub says little"


async def test_what_a_hub_owns_and_controls(crowd: Loaded) -> None:
    answer = await ownership(reader(crowd), HUB, limit=50)
    assert (answer.owners_total, answer.holdings_total) == (2_500, 2_500)
    assert {gap.reason for gap in answer.incomplete} == {"length"}
    assert (len(answer.owners), len(answer.holdings)) == (50, 50)
    below = await control(reader(crowd), HUB, limit=7)
    assert (below.shown, below.total, len(below.controls)) == (7, 2_500, 7)
    members = await group(reader(crowd), HELD[3], limit=5)
    assert members.parent is not None
    assert (members.parent.id, members.shown, members.total) == (HUB, 5, 2_500)


@pytest.mark.parametrize("limits", [ReadLimits(parties=1_000), ReadLimits(rows=1_000), ReadLimits(all_rows=1_000)])
async def test_what_is_not_read_is_said_to_be_cut(crowd: Loaded, limits: ReadLimits) -> None:
    answer = await ownership(reader(crowd, limits=limits), HUB)
    assert (HUB, "read") in left_out(answer)
    assert answer.holdings == ()
    assert (HUB, "read") in left_out(await control(reader(crowd, limits=limits), HUB))
    assert (HUB, "read") in left_out(await group(reader(crowd, limits=limits), HELD[3]))
    assert (HUB, "read") in left_out(await related(reader(crowd, limits=limits), HELD[3]))
    owners = await beneficial_owners(reader(crowd, limits=limits), HELD[3])
    told = await ownership(reader(crowd, limits=limits), HELD[3])
    ends = {end.end.value: end.share for end in told.ends}
    if limits.rows == 1_000:
        assert left_out(owners) == {(HUB, "read")}
        assert ends == {"cut": 0.6, "unstated": 0.4}, "of a list too long none is taken"
        assert owners.status is Status.UNKNOWN


async def test_more_links_than_are_read_at_once_are_said_to_be_cut(crowd: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_LINKS", 300)
    answer = await network(reader(crowd), HUB)
    assert is_cut(answer.incomplete)
    found = await relations(reader(crowd), [HUB, LINKS[0]])
    assert is_cut(found.incomplete)
    assert (HUB, "read") in left_out(found)
    for few, cut, pairs in ((3, False, 3), (6, True, 12)):
        asked = await relations(reader(crowd), FIRMS[:few], hops=1)
        assert (is_cut(asked.incomplete), len(asked.pairs)) == (cut, pairs), "a link is there where either end of it was read"


async def test_a_chain_of_sixty_levels(crowd: Loaded) -> None:
    top, bottom, person = LINKS[0], LINKS[-1], f"person:{LINKS[0]}:丙"
    answer = await ownership(reader(crowd), bottom)
    found = {one.id: one for one in answer.owners}
    assert (found[top].level, found[person].level, answer.incomplete) == (60, 61, ())
    assert found[person].integrated == found[top].integrated == pytest.approx(0.51**60, abs=1e-12)
    assert sum(end.share for end in answer.ends) == pytest.approx(1.0, abs=NEAR)
    shown = await ownership(reader(crowd), bottom, depth=5)
    assert {one.level for one in shown.owners} == {1, 2, 3, 4, 5}
    assert shown.not_shown == pytest.approx(0.51**5, abs=NEAR)
    controls = await control(reader(crowd), bottom)
    assert [[ref.id for ref in block] for block in controls.ultimate] == [[person]]
    (chain,) = [one.because for one in controls.controllers if one.id == person]
    assert [link.enterprise.id for link in chain] == LINKS
    members = await group(reader(crowd), LINKS[30])
    assert members.parent is not None
    assert (members.parent.id, members.total, members.members[-1].depth) == (top, 60, 60)
    apart = await relations(reader(crowd), [top, bottom])
    assert (apart.pairs, apart.unknown, is_cut(apart.incomplete), apart.searched) == ((), (), False, 1)
    joined = await relations(reader(crowd), [LINKS[10], LINKS[16]])
    assert [path.hops for pair in joined.pairs for path in pair.paths] == [6]


async def test_a_party_that_is_nobodys(crowd: Loaded) -> None:
    answer = await ownership(reader(crowd), NOBODYS)
    assert (answer.owners, answer.holdings, answer.links, answer.incomplete) == ((), (), (), ())
    assert [(end.end.value, end.share) for end in answer.ends] == [("no_list", 1.0)]
    controls = await control(reader(crowd), NOBODYS)
    assert (controls.controllers, controls.controls, controls.ultimate) == ((), (), ())
    assert (controls.unknown.low, controls.unknown.high) == (0.0, 1.0)
    owners = await beneficial_owners(reader(crowd), NOBODYS)
    assert (owners.status, owners.owners, owners.unseen_total) == (Status.UNKNOWN, (), 1.0)
    assert (await group(reader(crowd), NOBODYS)).parent is None
    assert (await related(reader(crowd), NOBODYS)).total == 0
    around = await network(reader(crowd), NOBODYS)
    assert ([node.id for node in around.parties], around.links, around.total) == ([NOBODYS], (), 0)
    found = await relations(reader(crowd), [NOBODYS, FIRMS[0], FAR])
    assert (found.pairs, found.unknown, found.total, is_cut(found.incomplete)) == ((), (FAR,), 1, False)


async def test_what_was_controlled_through_a_long_chain_is_told_by_reference(crowd: Loaded) -> None:
    """On the day on which some of it was lost too."""
    lost = _holds(LINKS[39], LINKS[40], 20) | {"_provider": "某登记机关", "_day": "2024-03-01"}
    receipt = await crowd.say("shareholder.lost.csv", lost)
    found = await controls_over_time(Reader(crowd.questions, Viewpoint(as_of="2024-06-01")), f"person:{LINKS[0]}:丙")
    spans = [span for span in found.controls if span.certainty is Certainty.CERTAIN]
    assert [(span.since, span.until) for span in spans] == [("2024-01-01", None)] * 40 + [("2024-01-01", "2024-03-01")] * 21
    assert sum(len(span.because) for span in spans) < 61 * 62 / 2
    for span in spans:
        assert span.left_out + len(span.because) == LINKS.index(span.id) + 1
        assert bool(span.shown_at) == bool(span.left_out)
    await crowd.withdraw(receipt.batch)
