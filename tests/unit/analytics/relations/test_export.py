"""Exports come back as what they were, whatever the names hold."""

import csv
import io
import subprocess
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.analytics.relations.export import MEDIA_TYPES, csv_text, export, networkx_graph, text_of_xml, xml_text
from models.answers.network import ExportFormat, NetworkLink, NetworkNode, NetworkShape
from models.base import Model

EXAMPLES = settings(max_examples=100, deadline=None)
# Whitespace alone and the empty text are no names, and graph formats do not keep them.
texts = st.text(min_size=1, max_size=6).filter(str.strip) | st.sampled_from(
    ["=1+1", "'=1", "\t=1", "＝1", "砾禾\x00公司", "<b>&amp;]]>", "a\r\nb", "_x0041_", "\ufffe", "\U0001f600", '"q"', "-1"]
)
shares = st.none() | st.floats(0, 1)
optional = st.none() | texts


@st.composite
def shapes(draw: st.DrawFn) -> NetworkShape:
    ids = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    nodes = tuple(
        NetworkNode(
            id=i, kind=draw(texts), name=draw(optional), form=draw(optional), degree=draw(st.none() | st.integers(0, 2**40))
        )
        for i in ids
    )
    links = tuple(
        NetworkLink(
            source=draw(st.sampled_from(ids)),
            target=draw(st.sampled_from(ids)),
            kind=draw(texts),
            fact=draw(texts),
            share_min=draw(shares),
            share_max=draw(shares),
            by_name=draw(optional),
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    return NetworkShape(parties=nodes, links=links)


def plain(row: Model) -> dict[str, Any]:
    return {k: v for k, v in row.model_dump().items() if v is not None}


def unwritten(values: dict[str, Any]) -> dict[str, Any]:
    return {k: text_of_xml(v) if isinstance(v, str) else v for k, v in values.items()}


def ordered(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)


def check_graph(read: Any, shape: NetworkShape, aside: frozenset[str] = frozenset()) -> None:
    """A graph that was read has the parties and links of the shape, `aside` being what the format adds."""
    nodes = [{"id": node} | {k: v for k, v in values.items() if k not in aside} for node, values in read.nodes(data=True)]
    edges = [
        {"source": a, "target": b} | {k: v for k, v in values.items() if k not in aside}
        for a, b, values in read.edges(data=True)
    ]
    assert ordered([unwritten(n) for n in nodes]) == ordered([plain(n) for n in shape.parties])
    assert ordered([unwritten(e) for e in edges]) == ordered([plain(x) for x in shape.links])


@EXAMPLES
@given(shapes())
def test_json_comes_back(shape: NetworkShape) -> None:
    read = orjson.loads(export(shape, ExportFormat.JSON))
    assert NetworkShape.model_validate({k: tuple(v) for k, v in read.items()}) == shape


@EXAMPLES
@given(shapes())
def test_csv_comes_back_and_holds_no_formula(shape: NetworkShape) -> None:
    with zipfile.ZipFile(io.BytesIO(export(shape, ExportFormat.CSV))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files == {
        "nodes.csv": export(shape, ExportFormat.NODES_CSV),
        "edges.csv": export(shape, ExportFormat.EDGES_CSV),
    }
    tables: dict[str, tuple[NetworkNode, ...] | tuple[NetworkLink, ...]] = {
        "nodes.csv": shape.parties,
        "edges.csv": shape.links,
    }
    for name, rows in tables.items():
        read = list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))
        numbers = {"degree", "share_min", "share_max"}
        for got, row in zip(read, rows, strict=True):
            assert not any(
                cell.lstrip()[:1] in "=+-@＝＋－＠" for key, cell in got.items() if key not in numbers and cell.strip()
            )
            meant = {k: cell.removeprefix("'") for k, cell in got.items() if cell}
            assert meant == {k: str(v) for k, v in plain(row).items()}


@EXAMPLES
@given(shapes())
def test_graphml_comes_back(shape: NetworkShape) -> None:
    data = export(shape, ExportFormat.GRAPHML)
    check_graph(nx.read_graphml(io.BytesIO(data), force_multigraph=True), shape, frozenset({"id"}))
    ids = [edge.get("id") for edge in ET.fromstring(data).iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert len(set(ids)) == len(ids) == len(shape.links)


@EXAMPLES
@given(shapes())
def test_gexf_comes_back(shape: NetworkShape) -> None:
    data = export(shape, ExportFormat.GEXF)
    read = nx.read_gexf(io.BytesIO(data))
    check_graph(read, shape, frozenset({"label", "id", "networkx_key"}))
    labels = {text_of_xml(node): text_of_xml(values["label"]) for node, values in read.nodes(data=True)}
    assert labels == {node.id: node.name or node.id for node in shape.parties}


@EXAMPLES
@given(shapes())
def test_the_networkx_graph_holds_texts_as_they_are(shape: NetworkShape) -> None:
    graph = networkx_graph(shape)
    assert {node: dict(values) for node, values in graph.nodes(data=True)} == {
        node.id: {k: v for k, v in plain(node).items() if k != "id"} for node in shape.parties
    }
    edges = [{"source": a, "target": b, **values} for a, b, values in graph.edges(data=True)]
    assert ordered(edges) == ordered([plain(link) for link in shape.links])


@given(st.text())
@example("_x0041_ \x00 _x005F_x0000_")
def test_texts_come_back_from_xml(text: str) -> None:
    written = xml_text(text)
    assert text_of_xml(written) == text
    assert ET.fromstring(f"<a><![CDATA[{written.replace(']]>', '')}]]></a>") is not None


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+86 571", "'+86 571"),
        ("\u3000@SUM(1)", "'\u3000@SUM(1)"),
        ("\u200b=1", "'\u200b=1"),
        ("\r=1", "'\r=1"),
        ("\t", "'\t"),
        ("'a", "''a"),
        ("杭州=砾禾", "杭州=砾禾"),
        ("", ""),
    ],
)
def test_cells(text: str, cell: str) -> None:
    assert csv_text(text) == cell


@pytest.mark.parametrize("form", ExportFormat)
def test_the_same_network_gives_the_same_bytes(form: ExportFormat) -> None:
    shape = NetworkShape(parties=(NetworkNode(id="a", kind="Enterprise", name="砾禾"),), links=())
    assert export(shape, form) == export(shape, form)
    assert form in MEDIA_TYPES


def test_networkx_is_loaded_only_where_it_is_needed() -> None:
    code = "import sys, app.analytics.relations.export, app.analytics.relations.ego; print('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
