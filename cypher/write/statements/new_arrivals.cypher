// Statements came in a batch.
MATCH (b:Batch {id: $batch})
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
CREATE (s)-[a:IN]->(b)
SET a = row.arrival
