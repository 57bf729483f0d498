"""Networks in the forms that other programs read: JSON, CSV, GraphML, GEXF, and networkx graphs."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from models.answers.network import ExportFormat, NetworkLink, NetworkNode, NetworkShape

if TYPE_CHECKING:
    import networkx as nx

    MultiDiGraph = nx.MultiDiGraph[str]

NODE_COLUMNS = tuple(NetworkNode.model_fields)
LINK_COLUMNS = tuple(NetworkLink.model_fields)
MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.JSON: "application/json",
    ExportFormat.CSV: "application/zip",
    ExportFormat.NODES_CSV: "text/csv; charset=utf-8",
    ExportFormat.EDGES_CSV: "text/csv; charset=utf-8",
    ExportFormat.GRAPHML: "application/graphml+xml",
    ExportFormat.GEXF: "application/gexf+xml",
}
_FORMULA = frozenset("=+-@|%＝＋－＠﹢﹣﹦﹫'")
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4,6}_)")
_WRITTEN = re.compile("_x([0-9A-F]{4,6})_")


def export(shape: NetworkShape, form: ExportFormat) -> bytes:
    """A network as a file. The same network gives the same bytes."""
    return _WRITERS[form](shape)


def networkx_graph(shape: NetworkShape) -> "MultiDiGraph":
    """A network as a networkx graph: parties by id, links by a key of their own; what is not known is not an attribute."""
    return _graph(shape, str)


def csv_text(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: with an apostrophe before it, where it could.

    A text that begins with an apostrophe gets another, so that taking one off gives what was meant.
    """
    first = next((c for c in text if not c.isspace() and unicodedata.category(c)[0] != "C"), None)
    return f"'{text}" if first in _FORMULA or text.startswith(("\t", "\r", "\n")) else text


def xml_text(text: str) -> str:
    """A text as XML 1.0 can hold it: characters that it cannot, and carriage returns, as `_xHHHH_`.

    This is how spreadsheets write them too (ECMA-376, ST_Xstring). An underscore that would be read as one is written so.
    """
    return _NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def text_of_xml(text: str) -> str:
    """What `xml_text` was given."""
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)


def _json(shape: NetworkShape) -> bytes:
    parties, links = ([row.model_dump() for row in rows] for rows in (shape.parties, shape.links))
    return orjson.dumps({"parties": parties, "links": links})


def _table(columns: Iterable[str], rows: Iterable[NetworkNode | NetworkLink]) -> bytes:
    """A table with a byte order mark, by which spreadsheets know that it is UTF-8. What is not known is an empty cell."""
    columns, out = tuple(columns), io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = (getattr(row, column) for column in columns)
        writer.writerow("" if cell is None else csv_text(cell) if isinstance(cell, str) else cell for cell in cells)
    return out.getvalue().encode("utf-8-sig")


def _nodes_csv(shape: NetworkShape) -> bytes:
    return _table(NODE_COLUMNS, shape.parties)


def _edges_csv(shape: NetworkShape) -> bytes:
    return _table(LINK_COLUMNS, shape.links)


def _csv(shape: NetworkShape) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in (("nodes.csv", _nodes_csv), ("edges.csv", _edges_csv)):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, write(shape))
    return out.getvalue()


def _graph(shape: NetworkShape, text: Callable[[str], str]) -> "MultiDiGraph":
    import networkx as nx

    def known(values: Mapping[str, Any]) -> dict[str, Any]:
        return {k: text(v) if isinstance(v, str) else v for k, v in values.items() if v is not None}

    graph: MultiDiGraph = nx.MultiDiGraph()
    for node in shape.parties:
        graph.add_node(text(node.id), **known(node.model_dump(exclude={"id"})))
    for number, link in enumerate(shape.links):
        values = known(link.model_dump(exclude={"source", "target"}))
        graph.add_edge(text(link.source), text(link.target), key=f"e{number}", **values)
    return graph


def _graphml(shape: NetworkShape) -> bytes:
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(_graph(shape, xml_text), out)
    return out.getvalue()


def _gexf(shape: NetworkShape) -> bytes:
    """GEXF 1.2, as Gephi reads it: the label of a party is its name, that of a link its kind."""
    from networkx.readwrite.gexf import GEXFWriter

    graph = _graph(shape, xml_text)
    for node, values in graph.nodes(data=True):
        values["label"] = values.get("name", node)
    for _, _, key, values in graph.edges(keys=True, data=True):
        values.update(id=key, label=values["kind"])
    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(graph)
    # The day of writing would make two files of one network differ.
    writer.xml.find("meta").attrib.pop("lastmodifieddate")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


_WRITERS: Mapping[ExportFormat, Callable[[NetworkShape], bytes]] = {
    ExportFormat.JSON: _json,
    ExportFormat.CSV: _csv,
    ExportFormat.NODES_CSV: _nodes_csv,
    ExportFormat.EDGES_CSV: _edges_csv,
    ExportFormat.GRAPHML: _graphml,
    ExportFormat.GEXF: _gexf,
}
