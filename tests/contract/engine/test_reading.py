"""Reading and writing through either engine: the same calls give the same answers and the same errors."""

import asyncio
import time

import pytest
from pydantic import SecretStr

from app.engine import Engine, apply_schema, connect, connected, define_categories
from app.engine.base import Row, Tx
from app.engine.shape import read_shape
from app.errors import Conflict, GraphError, GraphUnavailable, SchemaTooNew, StatementTimeout, WriteRefused
from app.settings import Settings
from models.catalogue import Catalogue

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a * b AS c WHERE c < 0 RETURN count(c) AS n"


async def _write(engine: Engine, query: str, **params: object) -> list[Row]:
    async def work(tx: Tx) -> list[Row]:
        return await tx.run(query, params)

    return await engine.transact(work)


async def test_a_row_is_a_plain_dict_of_scalars_lists_and_maps(engine: Engine) -> None:
    rows = await engine.read("RETURN $n AS n, 'x' AS s, 1.5 AS f, true AS b, [1, 2] AS l, {a: {b: 1}} AS m", {"n": 2**53 - 1})
    assert rows == [{"n": 2**53 - 1, "s": "x", "f": 1.5, "b": True, "l": [1, 2], "m": {"a": {"b": 1}}}]


async def test_what_is_committed_is_read_and_what_fails_is_not_there(engine: Engine) -> None:
    await _write(engine, "CREATE (:Batch {id: 'kept'})")

    async def work(tx: Tx) -> None:
        await tx.run("CREATE (:Batch {id: 'lost'})")
        raise KeyError("ours")

    with pytest.raises(KeyError, match="ours"):
        await engine.transact(work)
    assert await engine.read("MATCH (b:Batch) RETURN b.id AS id") == [{"id": "kept"}]


async def test_a_statement_that_writes_is_not_read(engine: Engine) -> None:
    for query in (
        "CREATE (:Batch {id: 'x'})",
        "MATCH (b:Batch) SET b.state = 'open' RETURN b.id AS id",
        "MATCH (b) DETACH DELETE b",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "CALL db.createLabel('X')",
    ):
        with pytest.raises(WriteRefused):
            await engine.read(query)


@pytest.mark.parametrize("place", ["file:///etc/hostname", "http://127.0.0.1:9/x.csv", "https://192.0.2.1/x.csv"])
async def test_loading_files_is_switched_off_in_the_engine(engine: Engine, place: str) -> None:
    with pytest.raises(GraphError):
        await _write(engine, f"LOAD CSV FROM '{place}' AS line RETURN line")


async def test_a_wrong_statement_is_refused_at_once(engine: Engine) -> None:
    began = time.monotonic()
    with pytest.raises(GraphError, match="refused"):
        await engine.read("MATCH (n RETURN n")
    assert time.monotonic() - began < 3


async def test_a_read_ends_at_the_time_given_with_it(engine: Engine) -> None:
    began = time.monotonic()
    with pytest.raises(StatementTimeout):
        await engine.read(ENDLESS, timeout=1)
    assert time.monotonic() - began < 5
    assert await engine.read("RETURN 1 AS one") == [{"one": 1}]


async def test_many_read_while_one_writes(engine: Engine) -> None:
    """A reader sees whole transactions only: each writes a pair."""
    writing = asyncio.Event()

    async def write() -> None:
        for number in range(40):
            await _write(engine, "CREATE (:Batch {id: $a}) CREATE (:Batch {id: $b})", a=f"{number}a", b=f"{number}b")
        writing.set()

    async def read() -> list[int]:
        seen = []
        while not writing.is_set():
            seen.append((await engine.read("MATCH (b:Batch) RETURN count(b) AS n"))[0]["n"])
        return seen

    readers = [asyncio.create_task(read()) for _ in range(8)]
    await write()
    counts = [await reader for reader in readers]
    assert all(n % 2 == 0 for seen in counts for n in seen)
    assert all(seen == sorted(seen) and seen for seen in counts)


async def test_two_that_merge_one_key_both_succeed(engine: Engine) -> None:
    async def work(tx: Tx) -> None:
        await tx.run("MERGE (b:Batch {id: 'same'}) SET b.n = coalesce(b.n, 0) + 1")

    await asyncio.gather(*(engine.transact(work) for _ in range(6)))
    assert await engine.read("MATCH (b:Batch) RETURN b.n AS n") == [{"n": 6}]


async def test_the_schema_is_applied_again_without_change(engine: Engine, catalogue: Catalogue) -> None:
    before = await engine.defined()
    await engine.define(read_shape().with_categories(()))
    await apply_schema(engine, catalogue)
    assert await engine.defined() == before
    assert len(before) >= 15


async def test_categories_are_defined_once(engine: Engine) -> None:
    categories = list(_catalogue().categories.values())
    await define_categories(engine, categories)
    before = await engine.defined()
    await define_categories(engine, categories[:1])
    await define_categories(engine, categories)
    assert await engine.defined() == before
    (state,) = await engine.read("MATCH (s:Schema {id: 'schema'}) RETURN s.defined AS defined")
    assert {"Trial", "Lending", "LENDS_TO"} <= set(state["defined"])
    assert len(state["defined"]) == len(set(state["defined"]))


async def test_categories_are_defined_while_others_read_and_write(engine: Engine) -> None:
    parts = [_catalogue(ending) for ending in "ABCDEF"]
    over = asyncio.Event()

    async def busy(text: str) -> int:
        times = 0
        while not over.is_set():
            await (_write(engine, text) if "MERGE" in text else engine.read(text))
            times += 1
        return times

    texts = ["MATCH (s:Statement {id: 'a'}) RETURN s.id AS id", "MERGE (s:Statement {id: 'a'}) SET s.day = 'b'"]
    others = [asyncio.create_task(busy(text)) for text in texts]
    for part in parts:
        await define_categories(engine, list(part.categories.values()))
    over.set()
    assert all(times > 0 for times in await asyncio.gather(*others))
    for ending in "ABCDEF":
        await _write(engine, f"MERGE (t:Trial{ending} {{id: $id}}) SET t:Statement", id=ending)
        with pytest.raises(Conflict):
            await _write(engine, "CREATE (t:Statement {id: $id})", id=ending)


async def test_an_older_graph_gets_the_labels_of_what_it_has_rows_of(engine: Engine) -> None:
    await _write(engine, "MATCH (s:Schema {id: 'schema'}) SET s.fingerprint = 'older' REMOVE s.defined")
    await _write(engine, "CREATE (:Batch {id: 'b', category: 'trial'})")
    await apply_schema(engine, _catalogue())
    (state,) = await engine.read("MATCH (s:Schema {id: 'schema'}) RETURN s.defined AS defined")
    assert state["defined"] == ["Trial"]
    await _write(engine, "MERGE (t:Trial {id: 'new'}) SET t:Statement")
    with pytest.raises(Conflict):
        await _write(engine, "CREATE (t:Statement {id: 'new'})")
    await _write(engine, "MATCH (s:Schema {id: 'schema'}) DELETE s")  # the next test's graph has other labels


async def test_an_older_program_refuses_a_newer_graph(engine: Engine, catalogue: Catalogue) -> None:
    await _write(engine, "MATCH (s:Schema {id: 'schema'}) SET s.version = 999")
    with pytest.raises(SchemaTooNew, match="999"):
        await apply_schema(engine, catalogue)
    await _write(engine, "MATCH (s:Schema {id: 'schema'}) DELETE s")


async def test_a_key_is_unique_across_the_labels_of_a_node(engine: Engine) -> None:
    await _write(engine, "MERGE (p:Enterprise {id: 'uscc:1'}) SET p:Party")
    await _write(engine, "MERGE (p:Enterprise {id: 'uscc:1'}) SET p:Party")
    with pytest.raises(Conflict):
        await _write(engine, "CREATE (p:Party:Enterprise {id: 'uscc:1'})")
    rows = await engine.read("MATCH (p:Party {id: 'uscc:1'}) RETURN labels(p) AS labels")
    assert [sorted(row["labels"]) for row in rows] == [["Enterprise", "Party"]]


async def test_names_are_found_by_chinese_words(engine: Engine) -> None:
    for number, names in enumerate(("杭州全景科技有限公司 全景数据", "上海实业股份有限公司", "Zhejiang Panorama Ltd")):
        await _write(engine, "MERGE (p:Enterprise {id: $id}) SET p:Party, p.names = $names", id=f"uscc:{number}", names=names)
    query = "CALL db.index.fulltext.queryNodes($index, $q) YIELD node, score RETURN node.id AS id ORDER BY score DESC LIMIT 5"
    index = engine.capabilities.fulltext_index
    for text, expected in (("全景科技", "uscc:0"), ("实业", "uscc:1"), ("panorama", "uscc:2")):
        rows = await engine.read(query, {"index": index, "q": text})
        assert rows[0]["id"] == expected
    await _write(engine, "MATCH (p:Enterprise {id: 'uscc:0'}) SET p.names = '改名'")
    assert await engine.read(query, {"index": index, "q": "全景"}) == []


async def test_what_is_fixed_at_the_statement_limit_holds_for_both(settings: Settings, engine: Engine) -> None:
    """A client with a shorter limit of its own is held to it."""
    hasty = settings.model_copy(update={"statement_timeout_seconds": 1.0})
    async with connected(hasty) as other:
        with pytest.raises(StatementTimeout):
            await other.read(ENDLESS, timeout=0.5)


async def test_a_wrong_password_and_a_wrong_address_are_told_apart_soon(settings: Settings) -> None:
    if settings.graph_url is None:
        settings = settings.model_copy(update={"graph_url": "bolt://127.0.0.1:9"})
    else:
        with pytest.raises(GraphUnavailable, match="refuses the user or password"):
            await connect(settings.model_copy(update={"graph_password": SecretStr("wrong")}))
    with pytest.raises(GraphUnavailable, match="does not answer"):
        await connect(settings.model_copy(update={"graph_url": "bolt://127.0.0.1:9", "retry_seconds": 0.5}))


def _catalogue(ending: str = "") -> Catalogue:
    """One record and one edge category no schema has seen before; `ending` is that of their names."""
    common = {
        "title": {"zh": "试", "en": "Trial"},
        "display_class": "notice",
        "mode": "append",
        "time": "event",
        "key": ["number"],
    }
    number = {"name": "number", "type": "text", "title": {"zh": "号", "en": "Number"}}
    ends = [
        {"name": end, "type": "party", "title": {"zh": "方", "en": end}, "kinds": ["Enterprise"]} for end in ("giver", "taker")
    ]
    record = {"name": f"trial{ending.lower()}", "record": {"label": f"Trial{ending}"}, "properties": [number]}
    edge = {"label": f"Lending{ending}", "type": "LENDS_TO", "source": "giver", "target": "taker"}
    lending = {"name": f"lending{ending.lower()}", "edge": edge, "properties": [number, *ends]}
    return Catalogue.model_validate({"categories": {c["name"]: common | c for c in (record, lending)}})


async def test_a_new_category_gets_its_labels_with_its_first_rows(engine: Engine) -> None:
    await _write(engine, "CREATE (:Statement {id: 'old'})")
    await apply_schema(engine, _catalogue())
    await define_categories(engine, list(_catalogue().categories.values()))
    for _ in range(2):
        await _write(engine, "MERGE (t:Trial {id: 'new'}) SET t:Statement, t.`group` = 'g'")
    with pytest.raises(Conflict):
        await _write(engine, "CREATE (t:Statement {id: 'new'})")
    rows = await engine.read("MATCH (s:Statement) RETURN s.id AS id, labels(s) AS labels ORDER BY id")
    assert [(row["id"], sorted(row["labels"])) for row in rows] == [("new", ["Statement", "Trial"]), ("old", ["Statement"])]
    assert await engine.read("MATCH (s:Statement {group: 'g'}) RETURN s.id AS id") == [{"id": "new"}]
    for party in "ab":
        await _write(engine, "MERGE (p:Enterprise {id: $id}) SET p:Party", id=party)
    await _write(engine, "MATCH (a:Party {id: 'a'}), (b:Party {id: 'b'}) CREATE (a)-[:LENDS_TO {share: 0.5}]->(b)")
    rows = await engine.read("MATCH (:Party)-[r:LENDS_TO]->(q:Enterprise) RETURN q.id AS id, r.share AS share")
    assert rows == [{"id": "b", "share": 0.5}]


async def test_closing_waits_for_the_reads_under_way(settings: Settings, engine: Engine) -> None:
    own = await connect(settings)
    reads = [asyncio.create_task(own.read("RETURN 1 AS one")) for _ in range(6)]
    await asyncio.sleep(0)  # each has begun, most of them to connect
    await own.close()
    assert all(one.done() for one in reads)
    assert [one.result() for one in reads] == [[{"one": 1}]] * 6
    with pytest.raises(GraphError, match="closed"):
        await own.read("RETURN 1 AS one")
