// Statements that are about to go: believed by nobody at any time, and derived again so that nothing follows from them.
UNWIND $ids AS id
CREATE (:Tombstone {id: id, erasure: $erasure, whole: true, open: true})
WITH id
MATCH (s:Statement {id: id})
SET s.dirty = true
WITH s
OPTIONAL MATCH (s)-[a:IN]->(:Batch)
DELETE a
