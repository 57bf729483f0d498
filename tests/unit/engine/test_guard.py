"""What a reading statement may contain."""

import pytest

from app.engine.guard import refuse_writes
from app.engine.shape import read_shape
from app.errors import WriteRefused

READING = [
    "MATCH (s:Set {create: 1}) WHERE s.delete = $merge RETURN s.set AS created",
    "MATCH (n) WHERE n.name = 'CREATE (x)' RETURN n.name AS name // DELETE n",
    "MATCH (n) /* SET n.x = 1 */ RETURN n.`set` AS x",
    'RETURN "it\'s a \\" DROP" AS x',
    "CALL db.index.fulltext.queryNodes($index, $q) YIELD node, score RETURN node.id AS id",
    "MATCH (p:Party) CALL (p) { MATCH (p)--(q) RETURN count(q) AS n } RETURN n",
    "MATCH (p:Party) CALL { WITH p RETURN 1 AS n } RETURN n",
    "MATCH ()-[r:CREATE|SET]->() RETURN r.id AS id",
    "RETURN {set: 1, remove : 2} AS m",
    "MATCH (n) RETURN n.created AS dropped, n.useful AS used",
]
WRITING = [
    "CREATE (n)",
    "create\n (n)",
    "CREATE(n)",
    "MERGE (n {id: 1}) RETURN n.id AS id",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) SET n:Party",
    "MATCH (n) SET n += {x: 1}",
    "MATCH (n) REMOVE n.x",
    "MATCH (n) REMOVE n:Party",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
    "MATCH (n) FOREACH(x IN [1] | CREATE (:X))",
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "LOAD /* */ CSV FROM $x AS l RETURN l",
    "CREATE INDEX x FOR (n:X) ON (n.y)",
    "DROP INDEX x",
    "CALL dbms.listConfig()",
    "CALL apoc.cypher.runWrite('x', {})",
    "CALL db.index.fulltext.drop('x')",
    "MATCH (n) CALL { WITH n CREATE (:X) } RETURN 1 AS one",
    "MATCH (a) /* ' */ SET a.x = 1 /* ' */",
    "RETURN 1 AS `a` // '\nCREATE (n)",
    "MATCH (n) SET (n).x = 1",
    "MATCH (n) DELETE (n)",
    "MATCH (a {x: '\\\\'}) CREATE (b {y: ''})",
    "MATCH (n) WITH n, 1. SET n.x = 2",
    "RETURN \\u0053 AS x",
    "USE other MATCH (n) RETURN n.id AS id",
    "MATCH (n) WITH n SET\u00a0n.x = 1",
]


@pytest.mark.parametrize("query", READING)
def test_reading_passes(query: str) -> None:
    refuse_writes(query)


@pytest.mark.parametrize("query", WRITING)
def test_writing_is_refused(query: str) -> None:
    with pytest.raises(WriteRefused):
        refuse_writes(query)


def test_the_shape_names_each_index_once() -> None:
    shape = read_shape()
    assert shape.nodes["Party"].fulltext == "names"
    assert len(set(shape.relationships)) == len(shape.relationships)
    assert shape.fingerprint == read_shape().fingerprint
