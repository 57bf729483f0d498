// Return the batches in which these statements came, and since when.
UNWIND $ids AS id
MATCH (s:Statement {id: id})-[i:IN]->(b:Batch)
RETURN s.id AS id, b.id AS batch, i.recorded_at AS recorded_at
