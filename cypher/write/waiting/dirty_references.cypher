// Mark the statements that refer to moved identifiers to be derived again, and their batches as touched.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[:REFERS]-(s:Statement)
SET s.dirty = true
WITH DISTINCT s
MATCH (s)-[:IN]->(b:Batch)
SET b.touched_at = $tick
