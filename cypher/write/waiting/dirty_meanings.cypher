// Mark the statements that refer to these mentions to be derived again.
UNWIND $ids AS id
MATCH (m:Mention {id: id})<-[:IDENTIFIES]-(i:Identifier)<-[:REFERS]-(s:Statement)
SET s.dirty = true, s.changed_at = $tick
