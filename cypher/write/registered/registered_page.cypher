// Set the tick at which they changed of a page of statements that have none; returns each with the parties it is about.
MATCH (s:Statement)
WHERE s.id > $after
WITH s ORDER BY s.id LIMIT $limit
SET s.changed_at = coalesce(s.changed_at, $tick)
RETURN s.id AS id, CASE WHEN s.category IN $categories THEN [(s)-[r:ABOUT]->(p:Party) WHERE r.role = 'party' | p.id] ELSE [] END AS parties
