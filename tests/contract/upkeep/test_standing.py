"""Two standing analyses of one graph: each is refreshed from what changed, and leaves the other as it was."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from app.analytics.ownership.shares import column_in
from app.analytics.structure.bare_names import apart
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Network
from app.answers.reading.session import Reader
from app.engine.shape import Storage, read_shape
from app.standing.analysis import Finding, Inputs, Progress, Results, StandingAnalysis
from app.standing.results import ResultStore
from loaders.load.reading import Reading
from loaders.store.queries import query
from tests.support.analysing import analysed, codes, holds, ownership, refreshed, registered, say_quiet
from tests.support.changing import Changing
from tests.support.loading import Loaded

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Lists(Inputs):
    """Holder lists."""

    network: Network


class LargestHolder(StandingAnalysis[Lists]):
    """Of each enterprise with a list: how many holders it has, and a relationship from the largest of them."""

    name = "largest_holder"
    kinds = ("Enterprise", "Organisation", "Department")
    figures = ("share_min",)
    values = ("holders",)
    digested = frozenset({"holders"})
    method: Mapping[str, str] = {"method": "1"}
    changes = query("ownership_changes")

    async def affected(self, reader: Reader, changed: Collection[str]) -> Collection[str] | None:
        return changed

    async def read(self, reader: Reader, before: Mapping[str, Results], *, whole: bool, progress: Progress) -> Lists:
        await reader.level(before)
        network = apart(await reader.network(people=False), 1)
        return Lists(network.size, len(network.parties), network.cut, network)

    def work_out(self, inputs: Lists) -> Mapping[str, Results]:
        held = choose_lists(inputs.network, Basis.SUBSCRIBED)
        columns = {
            enterprise: column.low for enterprise in held.lists if (column := column_in(held, enterprise)) and column.low
        }
        return {enterprise: results(low) for enterprise, low in columns.items()}


def results(low: Mapping[str, float]) -> Results:
    largest = min(low, key=lambda one: (-low[one], one))
    return Results(repr(sorted(low.items())), (Finding("LARGEST_OF", largest, (low[largest],)),), {"holders": len(low)})


@pytest.fixture(autouse=True)
def stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema with a place for a second analysis, before a graph is made."""
    storage = Storage(stem="largest_holder", relationships=("LARGEST_OF",))
    monkeypatch.setitem(read_shape().standing, LargestHolder.name, storage)


async def everything(graph: Loaded, analysis: StandingAnalysis[Any]) -> tuple[dict[str, Any], dict[str, Results], list[str]]:
    """All that the graph stores of an analysis."""
    store = ResultStore(analysis, graph.engine)
    return await store.state(), await store.everything(), await store.broken()


def changes(changing: Changing, count: int) -> Iterator[tuple[str, dict[str, str]]]:
    while count:
        if change := changing.change():
            count -= 1
            yield change


@pytest.mark.parametrize("seed", range(2))
async def test_each_of_two_analyses_is_refreshed_and_leaves_the_other_alone(graph: Loaded, seed: int) -> None:
    both = ownership(graph), LargestHolder()
    changing = Changing(seed)
    names = [registered(c, f"企业{c[-4:]}", "有限责任公司", "2024-01-01") for c in changing.firms]
    await graph.say("enterprise.0.csv", *names, reading=Reading(complete=""))
    await say_quiet(graph)
    await graph.say("shareholder.1.csv", *changing.lists())
    for one in both:
        assert (await analysed(graph, analysis=one)).results > 0
    written = [0, 0]
    for step, (category, row) in enumerate(changes(changing, 12)):
        await graph.say(f"{category}.{step + 2}.csv", row)
        which = changing.pick.randrange(2)
        before = await everything(graph, both[1 - which])
        found = await refreshed(graph, analysis=both[which])
        assert found.worked_out < found.parties
        written[which] += found.written
        assert await everything(graph, both[1 - which]) == before
    assert all(written)
    digests = [(await refreshed(graph, analysis=one)).digest for one in both]
    await graph.rederive()
    assert [(await everything(graph, one))[0] for one in both] == [{}, {}]
    assert [(await refreshed(graph, analysis=one)).digest for one in both] == digests


async def test_a_party_that_is_another_s_now_takes_the_results_of_both_with_it(graph: Loaded) -> None:
    await say_quiet(graph)
    a, b = codes(2)
    await graph.say("shareholder.1.csv", holds(a, b[8:17], "60%"), holds(b[8:17], "张三", "100%"))
    both = ownership(graph), LargestHolder()
    for one in both:
        await analysed(graph, analysis=one)
    await graph.say("enterprise.1.csv", registered(b, "远山五号有限公司", "有限责任公司", "2024-01-01"))
    for one in both:
        assert f"uscc:{a}" in (await everything(graph, one))[2]
        assert (await refreshed(graph, analysis=one)).written > 0
    rows = await graph.engine.read("MATCH (:Party {id: $id})<-[r:LARGEST_OF]-(h:Party) RETURN h.id AS id", {"id": f"uscc:{a}"})
    assert rows == [{"id": f"uscc:{b}"}]
    gone = await graph.engine.read("MATCH (p:Party {id: $id}) RETURN p.id AS id", {"id": f"org:{b[8:17]}"})
    assert gone == []
