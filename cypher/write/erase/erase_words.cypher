// Return statements about the parties of these statements in which a property holds one of these names, alone or
// within a longer text.
UNWIND $ids AS id
MATCH (:Statement {id: id})-[:REFERS|NAMES]->(i:Identifier)
WITH DISTINCT i
MATCH (i)<-[:REFERS|NAMES]-(s:Statement)
WHERE any(k IN $properties WHERE any(n IN $names WHERE any(t IN coalesce(s[k], []) + [] WHERE t CONTAINS n)))
RETURN DISTINCT s.id AS id, s.category AS category, properties(s) AS values, [(s)-[:IN]->(b:Batch) | b.id] AS batches
