// Mark all statements that state a party by name to be derived again.
MATCH (i:Identifier {scheme: 'name'})<-[:REFERS]-(s:Statement)
SET s.dirty = true
