"""Standing analyses that are refreshed by themselves: only where somebody began one, and the feed moved or the day turned."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.answers.risk_ranking import risk_ranking
from app.desk.jobs.kinds import Cancelled, JobContext
from app.desk.jobs.queue import Claimed
from app.desk.store import open_desk
from app.rules.rule_sets import rule_set
from app.standing import results
from app.standing.results import ResultStore
from app.work.analysing import AnalyseParams, KeepUpParams, analyse, keep_up
from app.work.kinds import SCHEDULES
from app.work.resources import Resources
from models.caller import Caller
from tests.support.analysing import REGISTERED, codes, holds, ownership
from tests.support.inquiring import reader
from tests.support.loading import Loaded

pytestmark = pytest.mark.slow


@dataclass
class Work:
    """A graph, and a job at work on it."""

    graph: Loaded
    context: JobContext[Resources]

    async def kept_up(self) -> bool:
        """Whether the scheduled job refreshed anything."""
        return (await keep_up(self.context, KeepUpParams())).refreshed is not None

    async def state(self) -> dict[str, Any]:
        """What the last refresh stored of itself."""
        return await ResultStore(ownership(self.graph), self.graph.engine).state()


@pytest.fixture
async def work(graph: Loaded, tmp_path: Path) -> AsyncIterator[Work]:
    """A job at work on the graph of the test."""
    settings = graph.settings.model_copy(update={"home": tmp_path / "home"})
    claimed = Claimed("job", "keep-up", {}, "schedule", None, "worker", 1, 3)
    with open_desk(settings) as desk:
        yield Work(graph, JobContext(claimed, desk, Resources(graph.engine, graph.catalogue, settings)))


async def test_only_what_somebody_began_and_the_feed_went_past_is_refreshed(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = codes(2)
    graph = work.graph
    await graph.say("enterprise.1.csv", *(REGISTERED | {"企业名称": f"企{c}", "统一社会信用代码": c} for c in (a, b)))
    assert not await work.kept_up(), "nobody began it"
    first = (await analyse(work.context, AnalyseParams())).refreshed
    assert first is not None
    assert not await work.kept_up(), "nothing has changed"
    await graph.say("shareholder.1.csv", holds(b, a, "80%"))
    before = (await work.state())["data_tick"]
    assert await work.kept_up()
    state = await work.state()
    assert state["data_tick"] > before
    assert state["rules"] == rule_set("company_law_265").model_dump_json()
    assert not await work.kept_up(), "it has caught up, although its own results were written since"
    assert (await analyse(work.context, AnalyseParams(name="exposure"))).refreshed is not None
    assert not await work.kept_up()
    await graph.say("shareholder.2.csv", holds(b, a, "70%"))
    done = await keep_up(work.context, KeepUpParams())
    assert [one.id for one in (done.refreshed, *done.more) if one] == ["ownership", "exposure"]
    await _one_breaks_off(work, monkeypatch)


async def _one_breaks_off(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is analysed anew where its method is another; one that breaks off while it is written is, too, the next time."""
    running = results._running

    def broken(name: str, kind: str, rows: Any) -> Any:
        raise ValueError("broke off")

    monkeypatch.setattr("app.standing.exposure.METHOD", 99)
    monkeypatch.setattr(results, "_running", broken)
    _, b, c = codes(3)
    await work.graph.say("shareholder.3.csv", holds(c, b, "60%"))
    with pytest.raises(ValueError, match="broke off") as raised:
        await keep_up(work.context, KeepUpParams())
    assert len(raised.value.__notes__) == 2, "both had their turn"
    assert (await work.state())["unfinished"]
    ranking = await risk_ranking(reader(work.graph, Caller(level=1)))
    assert (ranking.unfinished, ranking.items) == (True, ())
    monkeypatch.setattr(results, "_running", running)
    done = await keep_up(work.context, KeepUpParams())
    assert [one.id for one in (done.refreshed, *done.more) if one] == ["ownership", "exposure"]
    assert not await work.kept_up()
    monkeypatch.setattr("app.standing.exposure.METHOD", 100)
    done = await keep_up(work.context, KeepUpParams())
    assert done.refreshed is not None
    assert (done.refreshed.id, done.more) == ("exposure", ())


async def test_a_turned_day_is_caught_up_with_and_another_is_left_alone(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    (a,) = codes(1)
    await work.graph.say("enterprise.1.csv", REGISTERED | {"企业名称": "企业", "统一社会信用代码": a})
    await analyse(work.context, AnalyseParams())
    assert not await work.kept_up()
    monkeypatch.setattr("app.work.analysing.today", lambda: "2999-01-01")
    assert await work.kept_up()
    await analyse(work.context, AnalyseParams(as_of="2024-02-01"))
    assert not await work.kept_up(), "somebody wanted another day"


async def test_a_cancelled_analysis_ends_and_is_completed_by_the_next(work: Work) -> None:
    a, b = codes(2)
    await work.graph.say("shareholder.1.csv", holds(b, a, "80%"))
    work.context.over.set()
    with pytest.raises(Cancelled):
        await analyse(work.context, AnalyseParams())
    work.context.over.clear()
    done = (await analyse(work.context, AnalyseParams())).refreshed
    assert done is not None
    assert done.digest == await ResultStore(ownership(work.graph), work.graph.engine).digest()


def test_it_is_scheduled() -> None:
    assert [s.cron for s in SCHEDULES if s.kind == "keep-up"] == ["20 * * * *"]
