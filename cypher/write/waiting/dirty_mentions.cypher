// Statements that tell a party by name wait to be derived again.
MATCH (i:Identifier {scheme: 'name'})<-[:REFERS]-(s:Statement)
SET s.dirty = true
