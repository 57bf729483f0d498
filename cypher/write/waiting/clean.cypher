// Clear the mark of statements that no longer wait to be derived again.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
REMOVE s.dirty
