// Statements that go.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
DETACH DELETE s
