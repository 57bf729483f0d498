// Statements came in a batch.
MATCH (b:Batch {id: $batch})
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
CREATE (s)-[:IN {place: row.place, new: row.new, recorded_at: $tick}]->(b)
