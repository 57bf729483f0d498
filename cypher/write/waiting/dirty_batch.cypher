// Mark the statements of a batch to be derived again.
MATCH (b:Batch {id: $id})<-[:IN]-(s:Statement)
SET s.dirty = true, s.changed_at = $tick
RETURN count(s) AS statements
