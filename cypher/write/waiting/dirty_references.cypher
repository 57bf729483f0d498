// Statements that refer to moved identifiers wait to be derived again.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[:REFERS]-(s:Statement)
SET s.dirty = true
