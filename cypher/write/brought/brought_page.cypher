// Return the ids of a page of statements.
MATCH (s:Statement)
WHERE s.id > $after
RETURN s.id AS id ORDER BY s.id LIMIT $limit
