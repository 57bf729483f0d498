// Statements that tell a party by one of these names wait to be derived again.
UNWIND $ids AS id
MATCH (m:Mention {id: id})<-[:IDENTIFIES]-(i:Identifier)<-[:REFERS]-(s:Statement)
SET s.dirty = true
