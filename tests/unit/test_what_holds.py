"""The writer's increments equal the oracle, whatever the order, the cuts, the repeats and the withdrawals."""

import asyncio
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.digest import Digest
from loaders.links import Link
from loaders.store.memory import Kept, MemoryStore
from loaders.write import drain, write_rows
from models.statements import OPEN_TICK
from tests.support.oracle import World, kept_lines
from tests.support.small import SMALL, Sending, rows, sendings

EXAMPLES = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


class Run:
    """Plays a sending into a store in memory, one tick a transaction."""

    def __init__(self) -> None:
        self.kept, self.tick = Kept(), 0

    def store(self) -> MemoryStore:
        self.tick += 1
        return MemoryStore(self.kept, SMALL, self.tick)

    async def drain(self, limit: int) -> None:
        while (await drain(self.store(), SMALL, limit))[0]:
            pass

    async def play(self, sending: Sending, seed: int) -> None:
        rng = random.Random(seed)
        todo = [("load", b) for b in range(len(sending.batches))] + [("withdraw", b) for b in sending.withdrawn]
        if rng.random() < 0.5:
            todo += [("load", rng.randrange(len(sending.batches)))]
        rng.shuffle(todo)
        for what, b in todo:
            if what == "withdraw":
                self.store().withdraw(f"b{b}")
                self.kept.withdrawn.setdefault(f"b{b}", self.tick)
                if rng.random() < 0.5:
                    await self.drain(rng.choice([1, 3, 100]))
            elif f"b{b}" not in self.kept.withdrawn:
                await self.load(f"b{b}", sending.batches[b], rng)
        await self.drain(rng.choice([1, 100]))

    async def load(self, batch: str, statements: tuple, rng: random.Random) -> None:
        todo = rows(statements)
        rng.shuffle(todo)
        while todo:
            n = rng.randint(1, 6)
            await write_rows(self.store(), SMALL, batch, todo[:n])
            todo = todo[n:]
            if rng.random() < 0.5:
                await self.drain(rng.choice([1, 100]))


def play(sending: Sending, seed: int) -> Run:
    run = Run()
    asyncio.run(run.play(sending, seed))
    return run


@EXAMPLES
@given(sendings(), st.integers(0, 2**32))
def test_increments_equal_the_oracle(sending: Sending, seed: int) -> None:
    kept = play(sending, seed).kept
    world = World(SMALL, kept)
    assert kept_lines(kept) == world.lines()
    assert {(v, x.props["withdrawn_at"]) for v, x in kept.links.items()} == {
        (x.version_id, x.props["withdrawn_at"]) for x in world.links
    }


@EXAMPLES
@given(sendings(), st.integers(0, 2**32), st.integers(0, 2**32))
def test_order_does_not_matter(sending: Sending, one: int, two: int) -> None:
    lines = kept_lines(play(sending, one).kept)
    assert lines == kept_lines(play(sending, two).kept)
    assert str(Digest(lines)) == str(Digest(reversed(lines)))


def held(x: Link, as_of: str, known_at: int, level: int) -> bool:
    p = x.props
    return (
        p["level"] <= level < p["hidden_from"]
        and p["valid_from"] <= as_of
        and (as_of < p["valid_to"] or p.get("event", False))
        and p["recorded_at"] <= known_at < p["withdrawn_at"]
    )


def answer(links: list[Link], as_of: str, known_at: int, level: int) -> list[str]:
    shown = [x for x in links if held(x, as_of, known_at, level)]
    ticks = ("recorded_at", "withdrawn_at", "version_id", "hidden_from")
    return sorted(repr((x.type, x.start, x.end, sorted((k, v) for k, v in x.props.items() if k not in ticks))) for x in shown)


@EXAMPLES
@given(sendings(), st.integers(0, 2**32), st.data())
def test_known_at_is_what_had_arrived(sending: Sending, seed: int, data: st.DataObject) -> None:
    run = play(sending, seed)
    tick = data.draw(st.integers(0, run.tick))
    as_of = data.draw(st.sampled_from(["2022-12-31", "2023-01-01", "2024-03-01", "2024-05-05", "2026-01-01"]))
    level = data.draw(st.integers(0, 2))
    past = Kept(
        statements=run.kept.statements,
        arrivals={s: [(a, t) for a, t in found if t <= tick] for s, found in run.kept.arrivals.items()},
        withdrawn={b: t for b, t in run.kept.withdrawn.items() if t <= tick},
    )
    identity = World(SMALL, run.kept).parties
    now = answer(list(run.kept.links.values()), as_of, tick, level)
    assert now == answer(World(SMALL, past, identity).links, as_of, OPEN_TICK - 1, level)


@EXAMPLES
@given(sendings(), st.integers(0, 2**32), st.sampled_from(["2023-01-01", "2024-03-01", "2026-01-01"]))
def test_hidden_statements_leave_no_trace(sending: Sending, seed: int, as_of: str) -> None:
    kept = play(sending, seed).kept
    public = Sending(tuple(tuple(s for s in b if s.level == 0) for b in sending.batches), sending.withdrawn)
    bare = play(public, seed).kept
    latest = OPEN_TICK - 1

    def seen(k: Kept) -> list[str]:
        shown = answer(list(k.links.values()), as_of, latest, 0)
        ends = {x.end for x in k.links.values() if held(x, as_of, latest, 0)}
        return shown + sorted(str(p) for p in k.identifies.values() if p.id in ends)

    assert set(seen(kept)) == set(seen(bare))
