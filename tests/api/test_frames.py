"""Answers as tables, asked by name from Python: typed columns, all pages, networks as graphs, the documented example."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest

from app.answers.registry import computed
from app.errors import GraphUnavailable, InputError, NotFound
from app.frames import Graph, open_graph
from app.settings import Settings
from tests.architecture.tree import ROOT
from tests.support.engines import environment
from tests.support.worlds import small_group
from tests.support.worlds.small_group import FIRM, HEAD, LATER, MIDDLE, OWNER, person

DOCUMENT = ROOT / "docs" / "frames.md"


@pytest.fixture(scope="module")
def inspected(group: Settings) -> Iterator[Graph]:
    """The same graph for callers of a higher level."""
    with Graph(group, level=2) as opened:
        yield opened


@pytest.fixture(scope="module")
def graph(group: Settings) -> Iterator[Graph]:
    with Graph(group) as opened:
        yield opened


def test_facts_are_rows_with_typed_values_and_evidence(graph: Graph) -> None:
    found = graph.frame("records.relations", party_id=HEAD, category="shareholder")
    assert sorted(found["values.share"]) == [0.4, 0.6]
    types = {name: str(found[name].dtype) for name in found}
    assert types["values.share"] == "Float64"
    assert types["evidence.day"] == types["evidence.valid_from"] == "datetime64[s]"
    assert types["evidence.current"] == "boolean"
    assert types["evidence.recorded_at"] == "Int64"
    assert types["party.name"].startswith("str")
    assert set(found["evidence.provider"]) == {"杭州市市场监督管理局"}
    assert found.attrs["total"] == found.attrs["shown"] == 2


def test_a_table_without_rows_has_its_columns_and_types(graph: Graph) -> None:
    full = graph.frame("records.relations", party_id=HEAD, category="shareholder")
    empty = graph.frame("records.relations", party_id=person(OWNER, HEAD), category="shareholder")
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == {name: full[name].dtype for name in empty}


def test_pages_are_one_table(graph: Graph) -> None:
    whole = graph.frame("search.parties", text="杭州")
    paged = graph.frame("search.parties", text="杭州", limit=2, pages=None)
    assert list(paged.id) == list(whole.id)
    assert len(paged) > 4
    assert paged.attrs["shown"] == len(paged)
    assert len(graph.frame("search.parties", text="杭州", limit=2, pages=2)) == 4


def test_what_is_worked_out_is_asked_alike(graph: Graph) -> None:
    owners = graph.frame("ownership.of", party_id=MIDDLE)
    assert owners.set_index("id").integrated[person(OWNER, HEAD)] == pytest.approx(0.42)
    assert str(owners.level.dtype) == "Int64"
    controllers = graph.frame("control.of", party_id=MIDDLE)
    pd.testing.assert_frame_equal(controllers, graph.frame("control.of", "controllers", party_id=MIDDLE))
    tables = graph.tables("ownership.of", party_id=MIDDLE)
    assert {"answer", "owners", "holdings", "links", "notes"} <= set(tables)
    assert tables["answer"]["party.id"].tolist() == [MIDDLE]
    pd.testing.assert_frame_equal(tables["owners"], owners)


def test_a_rule_set_is_given_by_its_name(graph: Graph) -> None:
    assert graph.frame("control.of", party_id=MIDDLE, rules="takeover_84").attrs["view"] == "strict"
    with pytest.raises(InputError):
        graph.frame("control.of", party_id=MIDDLE, rules="no_such_rules")


def test_the_day_and_the_tick_are_given_and_told(graph: Graph) -> None:
    found = graph.frame("ownership.of", party_id=FIRM, as_of=LATER)
    assert found.attrs["as_of"] == LATER
    again = graph.frame("ownership.of", party_id=FIRM, as_of=LATER, known_at=found.attrs["tick"])
    pd.testing.assert_frame_equal(again, found)


ASKED: dict[str, dict[str, Any]] = {
    "ownership.of": {"party_id": FIRM},
    "control.of": {"party_id": FIRM},
    "owners.beneficial": {"party_id": FIRM},
    "related.of": {"party_id": FIRM},
    "group.of": {"party_id": FIRM},
    "relations.among": {"parties": [HEAD, FIRM]},
    "network.around": {"party_id": FIRM},
    "suspected.of": {"party_id": FIRM},
    "suspected.why_not": {"party_id": FIRM, "other_id": HEAD},
    "differences.between": {"party_id": FIRM, "of": "ownership", "before": small_group.EARLIER, "after": LATER},
    "control.over_time": {"party_id": FIRM},
    "risk.of": {"party_id": FIRM},
    "risk.exposure": {"party_id": FIRM},
    "clues.of": {"seed": [FIRM]},
    "clues.meeting": {},
    "warnings.of": {"party_id": FIRM},
    "warnings.rules": {},
    "warnings.tried": {"rule": "W07", "months": 1},
    "quality.of": {},
    "quality.rows_behind": {"provider": "杭州市市场监督管理局"},
    "quality.ranking": {},
    "risk.ranking": {},
    "quality.owed": {},
    "statistics.of": {},
    "portrait.party": {"party_id": FIRM},
    "party.show": {"party_id": FIRM},
    "party.history": {"party_id": HEAD},
    "batches.list": {},
    "catalogue.loaded": {},
    "ownership.below": {"party_ids": [HEAD]},
}


EMPTY = {
    "suspected.of",
    "suspected.why_not",
    "control.over_time",
    "risk.of",
    "risk.exposure",
    "risk.ranking",
    "clues.of",
    "clues.meeting",
    "warnings.of",
    "quality.rows_behind",
    "quality.owed",
}
"""Of the small group there is nothing in these."""


def test_all_that_is_worked_out_is_asked_here() -> None:
    assert set(computed()) <= set(ASKED)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_every_answer_is_tables(graph: Graph, inspected: Graph, name: str) -> None:
    asked = inspected if name in computed() and computed()[name].level else graph
    tables = asked.tables(name, **ASKED[name])
    assert len(tables["answer"]) == 1
    assert all(isinstance(table, pd.DataFrame) for table in tables.values())
    assert not [(n, c) for n, table in tables.items() for c in table if table[c].dtype == "object"]
    assert len(asked.frame(name, **ASKED[name])) > 0 or name in EMPTY


def test_a_portrait_is_a_table_of_all_facts_and_one_of_each_section(graph: Graph) -> None:
    facts = graph.frame("portrait.party", party_id=FIRM)
    base = graph.frame("portrait.party", "base", party_id=FIRM)
    assert set(base.section) == {"base"}
    assert len(facts) > len(base) > 0
    assert set(facts[facts.section == "owners"].category) == {"shareholder"}


def test_the_questions_are_a_table(graph: Graph) -> None:
    asked = graph.questions()
    assert set(ASKED) <= set(asked.name)
    assert not asked.name.duplicated().any()
    assert "party_id" in asked.set_index("name").parameters["ownership.of"]


def test_a_network_is_a_networkx_graph(graph: Graph) -> None:
    network = graph.network(party_id=FIRM, depth=2)
    assert isinstance(network, nx.MultiDiGraph)
    assert {FIRM, MIDDLE} <= set(network)
    assert graph.network("relations.among", parties=[HEAD, FIRM]).number_of_edges() > 0
    with pytest.raises(InputError, match="no network"):
        graph.network("ownership.of", party_id=FIRM)


def test_what_is_wrong_is_told(graph: Graph) -> None:
    with pytest.raises(InputError, match="it has answer, joined, owners"):
        graph.frame("ownership.of", "no_such_table", party_id=FIRM)
    with pytest.raises(NotFound):
        graph.frame("ownership.of", party_id="uscc:none")
    with pytest.raises(NotFound):
        graph.frame("no.question")


def test_no_graph_is_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(GraphUnavailable, match="no graph in"):
        open_graph(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


async def test_it_is_asked_from_within_a_running_loop(group: Settings) -> None:
    with Graph(group) as opened:
        assert len(opened.frame("search.parties", text="杭州")) > 4


def test_the_documented_example_runs(group: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(group).items():
        monkeypatch.setenv(name, value)
    blocks = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 3
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(DOCUMENT), "exec"), names)
    assert len(names["found"]) > 4
    assert len(names["network"]) > 1
