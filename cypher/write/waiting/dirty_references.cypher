// Mark the statements that refer to moved identifiers to be derived again.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[:REFERS]-(s:Statement)
SET s.dirty = true
