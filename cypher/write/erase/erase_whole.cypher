// Begin to erase whole statements: create tombstones (one may be there, of an erasure in part), unlink the statements from their
// batches, so that nobody believes them, and mark them to be derived again.
// A tombstone keeps category, level and divisions, by which whoever stores a copy of the statement is told.
UNWIND $rows AS row
MERGE (t:Tombstone {id: row.id})
SET t += {erasure: $erasure, whole: true, open: true, changed_at: $tick, category: row.category, level: row.level,
  filed_in: row.filed_in}
WITH row
MATCH (s:Statement {id: row.id})
SET s.dirty = true
WITH s
OPTIONAL MATCH (s)-[a:IN]->(:Batch)
DELETE a
