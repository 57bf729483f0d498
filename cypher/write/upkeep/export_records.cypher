// Return the believed facts of records, by statement.
MATCH (s:Statement)
WHERE s.id > $after
WITH s ORDER BY s.id LIMIT $limit
RETURN s.id AS id, s.category AS category,
       [(s)-[r:ABOUT|ISSUED_BY]->(p:Party) WHERE r.withdrawn_at = $open | [type(r), p.id, properties(r)]] AS facts
