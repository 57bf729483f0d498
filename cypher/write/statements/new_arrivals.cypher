// Link statements to the batch that brought them.
MATCH (b:Batch {id: $batch})
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
CREATE (s)-[a:IN]->(b)
SET a = row.arrival, s.changed_at = $tick
