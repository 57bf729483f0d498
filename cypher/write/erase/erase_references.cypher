// Return the statements that refer to these identifiers or name them: statement, role, the name stated with it, and its batches.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[r:REFERS|NAMES]-(s:Statement)
RETURN s.id AS id, s.category AS category, s.action AS action, r.role AS role, r.name AS name,
       [(s)-[:IN]->(b:Batch) | b.id] AS batches
