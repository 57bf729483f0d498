"""What is told for a day yet to come counts from that day on, and until then leaves no trace."""

import asyncio
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.derive.coverage import registry_complete
from loaders.derive.terms import counts_from
from loaders.store.memory import MemoryGraph, MemoryStore
from models.catalogue import Kind
from models.identity import PartyId
from models.statements import Action, Ref, Row, Statement
from tests.support.oracle import World, counting, kept_lines
from tests.support.worlds.playing import MemoryRun, play
from tests.support.worlds.small import DAYS, REGS, SMALL, USCCS, Sending, sendings

EXAMPLES = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
PRESENTS = ["2022-12-31", *DAYS, "2026-01-01"]


class Dated(MemoryRun):
    """A store in memory on a day."""

    def __init__(self, today: str) -> None:
        super().__init__()
        self.today = today

    def store(self) -> MemoryStore:
        self.tick += 1
        return MemoryStore(self.kept, SMALL, self.tick, self.today)


def facts(kept: MemoryGraph) -> set[tuple[str, int]]:
    return {(v, x.props["withdrawn_at"]) for v, x in kept.links.items()}


def identities(kept: MemoryGraph, among: dict[str, PartyId]) -> dict[str, str]:
    return {i: kept.identifies[i].id for i in among}


@EXAMPLES
@given(sendings(), st.integers(0, 2**32), st.sampled_from(PRESENTS), st.sampled_from(PRESENTS))
def test_a_graph_is_that_of_what_counts_by_its_day(sending: Sending, seed: int, one: str, other: str) -> None:
    today, later = sorted((one, other))
    run = Dated(today)
    asyncio.run(play(run, sending, random.Random(seed)))
    for day in (today, later):
        run.today = day
        asyncio.run(run.drain(random.Random(seed).choice([1, 2, 100])))
        world = World(SMALL, counting(run.kept, day))
        assert facts(run.kept) == world.history()
        assert identities(run.kept, world.parties) == {i: p.id for i, p in world.parties.items()}
        known = {r.mention for r in world.resolutions}
        assert {r for m in known for r in run.kept.resolutions.get(m, [])} == set(world.resolutions)
        assert {p: n for p, n in run.kept.names.items() if n[0]} == {p: n for p, n in world.names.items() if n[0]}


@EXAMPLES
@given(sendings(), st.integers(0, 2**32), st.sampled_from(DAYS))
def test_the_day_on_which_it_was_loaded_does_not_matter(sending: Sending, seed: int, today: str) -> None:
    early, late = Dated(today), Dated("2026-01-01")
    for run in (early, late):
        asyncio.run(play(run, sending, random.Random(seed)))
    early.today = late.today
    asyncio.run(early.drain(100))
    assert kept_lines(early.kept) == kept_lines(late.kept)
    assert not early.kept.waits


def naming(sid: str, day: str, *identifiers: str) -> Row:
    own = Ref("party", identifiers[0], Kind.ENTERPRISE)
    told = Statement(sid, "enterprise", "某局", ("@party",), day, 0, Action.STATE, 0, {"name": sid}, (own,), tuple(identifiers))
    return Row("line 2", 2, (told,))


def test_a_registration_of_a_later_day_joins_nothing_yet() -> None:
    run = Dated("2024-01-01")
    asyncio.run(run.load("b1", [naming("later", "2025-02-02", USCCS[0], REGS[0])]))
    asyncio.run(run.load("b2", [naming("now", "2024-01-01", REGS[0]), naming("other", "2024-01-01", USCCS[0])]))
    asyncio.run(run.drain(100))
    assert {run.kept.identifies[i].id for i in (USCCS[0], REGS[0])} == {USCCS[0], REGS[0]}
    run.today = "2025-02-02"
    asyncio.run(run.drain(100))
    assert {run.kept.identifies[i].id for i in (USCCS[0], REGS[0])} == {USCCS[0]}


def test_a_register_is_complete_from_its_day() -> None:
    run = Dated("2024-01-01")
    whole = registry_complete(SMALL["enterprise"], "某局", "2025-02-02", "")
    asyncio.run(run.load("b1", [naming("甲", "2024-01-01", USCCS[0]), Row("end of document", 0, (whole,))]))
    assert asyncio.run(run.store().complete_regions()) == []
    run.today = "2025-02-02"
    assert asyncio.run(run.store().complete_regions()) == [""]


@pytest.mark.parametrize(
    ("category", "day", "values", "expected"),
    [
        ("penalty", "2024-01-01", {"decided": "2024-03-01"}, "2024-03-01"),
        ("penalty", "2024-01-01", {"decided": "2023-03-01"}, "2024-01-01"),
        ("penalty", "2024-01-01", {}, "2024-01-01"),
        ("licence", "2024-01-01", {"since": "2024-03-01", "until": "2025-01-01"}, "2024-03-01"),
        ("post", "2024-01-01", {"since": "2024-03-01"}, "2024-01-01"),
        ("enterprise", "2024-01-01", {}, "2024-01-01"),
    ],
)
def test_from_which_day_a_statement_counts(category: str, day: str, values: dict[str, str], expected: str) -> None:
    refs = (Ref("subject", "reg:1", Kind.ENTERPRISE),)
    told = Statement("s", category, "某局", ("1",), day, 0, Action.STATE, 0, values, refs)
    assert counts_from(SMALL[category], told) == expected
