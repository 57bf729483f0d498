// Begin to erase whole statements: create tombstones, unlink the statements from their batches, so that nobody believes them, and
// mark them to be derived again.
UNWIND $ids AS id
CREATE (:Tombstone {id: id, erasure: $erasure, whole: true, open: true})
WITH id
MATCH (s:Statement {id: id})
SET s.dirty = true
WITH s
OPTIONAL MATCH (s)-[a:IN]->(:Batch)
DELETE a
