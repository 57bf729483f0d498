// Statements that wait no longer.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
REMOVE s.dirty
