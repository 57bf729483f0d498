// Mark these statements to be derived again.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
SET s.dirty = true
