"""Days to come: what begins, ends, or enters or leaves publicity by itself is in the feed of its day, and old entries go."""

from collections.abc import Callable
from typing import Any

import pytest

from app.changes.cursor import FeedPlace, seal, unseal
from app.errors import StartOver
from loaders.feed import days
from tests.support.feed.held import SECRET, Follower, told
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

FIRMS = [f"uscc:{fresh_code(n)}" for n in range(1, 7)]
BEFORE, ENDS, AFTER = "2026-10-01", "2026-12-31", "2027-01-01"
Dated = Callable[[str], None]


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> Dated:
    """Let the writer's day be another."""

    def on(day: str) -> None:
        monkeypatch.setattr("loaders.store.graph.today", lambda: day)

    return on


def licence(firm: str, number: str, until: str | None, **more: Any) -> dict[str, Any]:
    row = {"party": firm.removeprefix("uscc:"), "licence_no": number, "effective_from": "2026-01-01", "effective_until": until}
    return {k: v for k, v in row.items() if v} | {"_provider": "某局", "_day": "2026-01-01", "authority": "某市某局"} | more


def penalty(firm: str, number: str, shown_until: str) -> dict[str, Any]:
    row = {"party": firm.removeprefix("uscc:"), "decision_no": number, "decided_on": "2026-01-02", "shown_until": shown_until}
    return row | {"_provider": "某局", "_day": "2026-01-02", "authority": "某市某局", "penalty_kinds": "警告"}


async def resumed(graph: Loaded) -> None:
    """Let a writer begin, which does what days that have come ask for."""
    async with graph.writing():
        pass


async def test_a_day_that_comes_tells_what_it_changes(graph: Loaded, dated: Dated) -> None:
    dated(BEFORE)
    await graph.say("licence.1.csv", licence(FIRMS[0], "甲", ENDS), licence(FIRMS[1], "乙", "2027-06-30"))
    gone = await graph.say("licence.2.csv", licence(FIRMS[2], "丙", ENDS))
    await graph.say("licence.3.csv", licence(FIRMS[3], "丁", ENDS, _level=2))
    await graph.say("penalty.1.csv", penalty(FIRMS[4], "戊", ENDS))
    await graph.say("licence.4.csv", licence(FIRMS[5], "己", ENDS))
    await graph.say("licence.5.csv", licence(FIRMS[5], "己", "2028-01-01", _action="correct", _day="2026-02-01"))
    await graph.withdraw(gone.batch)
    followers = {level: Follower(graph.engine, level) for level in (0, 1, 2)}
    for follower in followers.values():
        await follower.start()
    for day in (BEFORE, ENDS):
        dated(day)
        await resumed(graph)
        assert [await follower.more() for follower in followers.values()] == [[], [], []]
    dated(AFTER)
    await resumed(graph)
    found = {level: await follower.more() for level, follower in followers.items()}
    assert {change.kind for changes in found.values() for change in changes} == {"day"}
    parties = {level: {one for one in told(changes) if one[0] in FIRMS} for level, changes in found.items()}
    ends, hidden, unseen = (FIRMS[0], "licence"), (FIRMS[3], "licence"), (FIRMS[4], "penalty")
    assert parties == {0: {ends, unseen}, 1: {ends}, 2: {ends, hidden}}
    await resumed(graph)
    assert [await follower.more() for follower in followers.values()] == [[], [], []]
    dated("2027-07-01")
    await resumed(graph)
    assert (FIRMS[1], "licence") in told(await followers[0].more())


async def test_what_waits_for_its_day_survives_deriving_everything_again(graph: Loaded, dated: Dated) -> None:
    dated(BEFORE)
    await graph.say("licence.1.csv", licence(FIRMS[0], "甲", ENDS))
    await graph.rederive()
    follower = Follower(graph.engine, 0)
    await follower.start()
    dated(AFTER)
    await resumed(graph)
    assert (FIRMS[0], "licence") in told(await follower.more())


async def test_old_entries_go_and_who_fell_behind_is_told(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    beginning, middle = Follower(graph.engine, 0), Follower(graph.engine, 0)
    await beginning.start()
    await graph.say("licence.1.csv", licence(FIRMS[0], "甲", None))
    await middle.start()
    async with graph.writing() as work:
        await days.keep_feed(work.keeper.transact, 3650)
        assert await beginning.more()
        monkeypatch.setattr(days, "stamp", lambda moment: "9999")
        await days.keep_feed(work.keeper.transact, 1)
    assert await middle.more() == []
    late = Follower(graph.engine, 0, seal_of(middle))
    with pytest.raises(StartOver):
        await late.more()
    await graph.say("licence.2.csv", licence(FIRMS[1], "乙", None))
    assert (FIRMS[1], "licence") in told(await middle.more())
    assert (FIRMS[0], "licence") not in told(await Follower(graph.engine, 0).more())


def seal_of(follower: Follower) -> str:
    """A cursor one change before that of a follower."""
    assert follower.since is not None
    place = unseal(follower.since, SECRET)
    return seal(FeedPlace(place.graph.ljust(32, "0"), place.level, place.after - 1), SECRET)
