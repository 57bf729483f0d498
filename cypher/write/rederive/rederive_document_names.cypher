// Return the names of persons identified by a document number, on a page of statements that are not linked to them yet.
MATCH (s:Statement)
WHERE s.id > $after
WITH s ORDER BY s.id LIMIT $limit
MATCH (s)-[f:REFERS]->(i:Identifier)
WHERE i.id STARTS WITH 'pid:' AND f.name IS NOT NULL AND NOT EXISTS { (s)-[:NAMES]->() } AND NOT EXISTS { (s)-[:CALLED]->(:Name) }
RETURN DISTINCT s.id AS id, f.name AS name
