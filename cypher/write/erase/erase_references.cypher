// What refers to these identifiers or names them: statement, role, the name told with it, and the batches it came in.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[r:REFERS|NAMES]-(s:Statement)
RETURN s.id AS id, s.category AS category, s.action AS action, r.role AS role, r.name AS name,
       [(s)-[:IN]->(b:Batch) | b.id] AS batches
