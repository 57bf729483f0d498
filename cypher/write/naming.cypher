// Believed level-0 naming rows that name any of these identifiers.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[:NAMES]-(s:Statement)
WHERE s.level = 0
WITH DISTINCT s
WHERE any(at IN [(s)-[:IN]->(b:Batch) | b.withdrawn_at] WHERE at = $open)
RETURN s.id AS id, s.category AS category, [(s)-[:NAMES]->(n:Identifier) | n.id] AS names
