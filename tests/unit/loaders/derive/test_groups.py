"""The writer's increments equal the oracle, whatever the order, the cuts, the repeats and the withdrawals."""

import asyncio
import random
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.store.memory import MemoryGraph
from loaders.upkeep.digest import Digest
from loaders.values.canonical import statement_id
from models.catalogue import Kind
from models.facts import FactLink
from models.statements import OPEN_DAY, OPEN_TICK, Action, Ref, Scalar, Statement
from tests.support.naming import Files, files, send
from tests.support.oracle import World, kept_lines, trait_lines
from tests.support.sums import THE_CAPITAL_LEAVES, sums_sent
from tests.support.worlds.ending import ended_sendings
from tests.support.worlds.playing import MemoryRun, play
from tests.support.worlds.small import SMALL, USCCS, Sending, rows, sendings

EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def run(sending: Sending, seed: int) -> MemoryRun:
    found = MemoryRun()
    asyncio.run(play(found, sending, random.Random(seed)))
    return found


@EXAMPLES
@given(st.one_of(sendings(), sums_sent(), ended_sendings()), st.integers(0, 2**32))
def test_increments_equal_the_oracle(sending: Sending, seed: int) -> None:
    kept = run(sending, seed).kept
    world = World(SMALL, kept)
    assert kept_lines(kept) == world.lines()
    assert {(v, x.props["withdrawn_at"]) for v, x in kept.links.items()} == world.history()
    assert sorted(f"{t.statement} {t.property} {t.id}" for t in kept.traits) == trait_lines(kept)


def _entry(form: str | None = None) -> Statement:
    refs = (Ref("enterprise", USCCS[0], Kind.ENTERPRISE), Ref("holder", USCCS[1], Kind.ENTERPRISE))
    values: dict[str, Scalar] = {"share": 0.5, "form": form} if form else {"share": 0.5}
    key, day = ("@enterprise", "@holder"), "2024-01-01"
    sid = statement_id("holder", "市监局", key, day, 0, Action.STATE, values, refs)
    return Statement(sid, "holder", "市监局", key, day, 0, Action.STATE, 0, values, refs, scope=("@enterprise",))


def test_it_counts_in_which_files_rows_that_add_up_come_whatever_their_order() -> None:
    """Told together two rows are two entries, told apart they may be one: a later file that has both says that they are two."""
    bare, full = _entry(), _entry("货币")
    files = {"x": (bare,), "y": (full,), "w": (bare, full)}

    async def sent(order: str) -> list[str]:
        played = MemoryRun()
        for name in order:
            await played.load(name, rows(files[name]))
            await played.drain(100)
        lines = kept_lines(played.kept)
        assert lines == World(SMALL, played.kept).lines(), order
        assert sum(x.category == "holder" for x in played.kept.links.values() if x.props["withdrawn_at"] == OPEN_TICK) == 2
        return lines

    first, *others = [asyncio.run(sent("".join(order))) for order in permutations(files)]
    assert all(lines == first for lines in others)


def test_a_list_is_full_no_longer_when_the_capital_is_another_enterprises() -> None:
    played = MemoryRun()

    async def one_by_one() -> None:
        for n, statement in enumerate(THE_CAPITAL_LEAVES):
            await played.load(f"b{n}", rows((statement,)))
            await played.drain(100)

    asyncio.run(one_by_one())
    assert kept_lines(played.kept) == World(SMALL, played.kept).lines()
    (holding,) = (x for x in played.kept.links.values() if x.category == "holder" and x.props["withdrawn_at"] == OPEN_TICK)
    assert holding.props["valid_to"] == OPEN_DAY


@EXAMPLES
@given(files(), st.integers(0, 2**32))
def test_names_are_found_whenever_their_bearers_come(found: Files, seed: int) -> None:
    """Those who say who bears a name come first, last or in between; all ends as if it had been known from the start."""
    played = MemoryRun()
    asyncio.run(send(played, found, random.Random(seed)))
    world = World(SMALL, played.kept)
    assert kept_lines(played.kept) == world.lines()
    assert {(v, x.props["withdrawn_at"]) for v, x in played.kept.links.items()} == world.history()


@EXAMPLES
@given(st.one_of(sendings(), ended_sendings()), st.integers(0, 2**32), st.integers(0, 2**32))
def test_order_does_not_matter(sending: Sending, one: int, two: int) -> None:
    lines = kept_lines(run(sending, one).kept)
    assert lines == kept_lines(run(sending, two).kept)
    assert str(Digest(lines)) == str(Digest(reversed(lines)))


def held(x: FactLink, as_of: str, known_at: int, level: int) -> bool:
    p = x.props
    return bool(
        p["level"] <= level < p["hidden_from"]
        and p["valid_from"] <= as_of
        and (as_of < p["valid_to"] or p.get("event", False))
        and p["recorded_at"] <= known_at < p["withdrawn_at"]
    )


def answer(links: list[FactLink], as_of: str, known_at: int, level: int) -> list[str]:
    shown = [x for x in links if held(x, as_of, known_at, level)]
    ticks = ("recorded_at", "withdrawn_at", "version_id", "hidden_from", "level")
    return sorted(repr((x.type, x.start, x.end, sorted((k, v) for k, v in x.props.items() if k not in ticks))) for x in shown)


@EXAMPLES
@given(st.one_of(sendings(), ended_sendings()), st.integers(0, 2**32), st.data())
def test_known_at_is_what_had_arrived(sending: Sending, seed: int, data: st.DataObject) -> None:
    played = run(sending, seed)
    tick = data.draw(st.integers(0, played.tick))
    as_of = data.draw(st.sampled_from(["2022-12-31", "2023-01-01", "2024-03-01", "2024-05-05", "2026-01-01"]))
    level = data.draw(st.sampled_from([0, 2, 2]))
    past = MemoryGraph(
        statements=played.kept.statements,
        arrivals={s: [(a, t) for a, t in found if t <= tick] for s, found in played.kept.arrivals.items()},
        withdrawn={b: t for b, t in played.kept.withdrawn.items() if t <= tick},
    )
    if level == 0:  # what is taken back by now stays so for the public
        gone = played.kept.withdrawn
        past.arrivals = {s: [(a, t) for a, t in found if a.batch not in gone] for s, found in past.arrivals.items()}
        past.withdrawn = {}
    identity = World(SMALL, played.kept)
    now = answer(list(played.kept.links.values()), as_of, tick, level)
    then = answer(World(SMALL, past, identity).links, as_of, OPEN_TICK - 1, level)
    assert now == then or (level == 0 and _taken_back_by_row(played.kept))


def _taken_back_by_row(kept: MemoryGraph) -> bool:
    """Publicity is judged now: what is repaired, taken back or held back by now is hidden, whatever was known then."""
    return any(
        s.action in (Action.REPAIR, Action.WITHDRAW, Action.HOLD) and kept.believed(s.id) for s in kept.statements.values()
    )


@EXAMPLES
@given(
    st.one_of(sendings(), ended_sendings()), st.integers(0, 2**32), st.sampled_from(["2023-01-01", "2024-03-01", "2026-01-01"])
)
def test_hidden_statements_leave_no_trace(sending: Sending, seed: int, as_of: str) -> None:
    kept = run(sending, seed).kept
    public = Sending(tuple(tuple(s for s in b if s.level == 0) for b in sending.batches), sending.withdrawn)
    bare = run(public, seed).kept
    latest = OPEN_TICK - 1

    def seen(k: MemoryGraph) -> list[str]:
        shown = answer(list(k.links.values()), as_of, latest, 0)
        ends = {x.end for x in k.links.values() if held(x, as_of, latest, 0)}
        return shown + sorted(str(p) for p in k.identifies.values() if p.id in ends)

    assert set(seen(kept)) == set(seen(bare))


def test_a_repair_hides_the_past_too() -> None:
    def penalty(day: str, action: Action) -> Statement:
        refs = (Ref("subject", USCCS[0], Kind.ENTERPRISE), Ref("authority", "dept:a", Kind.DEPARTMENT))
        values = {"number": "1", "decided": "2023-01-01"}
        key = ("@authority", "1", "@subject")
        sid = statement_id("penalty", "甲", key, day, 0, action, values, refs)
        return Statement(sid, "penalty", "甲", key, day, 0, action, 0, values, refs)

    played = MemoryRun()
    asyncio.run(played.load("b1", rows((penalty("2023-01-01", Action.STATE),))))
    told = played.tick
    asyncio.run(played.load("b2", rows((penalty("2024-01-01", Action.REPAIR),))))
    links = list(played.kept.links.values())
    assert answer(links, "2026-01-01", told, 0) == answer(links, "2026-01-01", OPEN_TICK - 1, 0) == []
    before, now = ([x for x in links if held(x, "2026-01-01", tick, 2)] for tick in (told, OPEN_TICK - 1))
    assert all(x.props["usable"] for x in before)
    assert before
    assert not any(x.props["usable"] for x in now)
    assert len(now) == len(before)
