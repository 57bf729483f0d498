// Return the believed level-0 statements of identifying categories that name any of these identifiers.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[:NAMES]-(s:Statement)
WHERE s.level = 0
WITH DISTINCT s
WHERE any(at IN [(s)-[:IN]->(b:Batch) | b.withdrawn_at] WHERE at = $open)
RETURN s.id AS id, s.category AS category, s.provider AS provider, s.day AS day, s.seq AS seq, s.action AS action,
       [(s)-[:REFERS {role: 'party'}]->(o:Identifier) | o.id] AS own, [(s)-[:NAMES]->(n:Identifier) | n.id] AS names
