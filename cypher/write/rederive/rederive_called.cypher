// Return the names linked to a page of statements of these categories, which identify parties.
MATCH (s:Statement)
WHERE s.id > $after
WITH s ORDER BY s.id LIMIT $limit
WITH s WHERE s.category IN $categories
RETURN s.id AS id, s.category AS category, properties(s) AS values, [(s)-[:CALLED]->(n:Name) | n.id] AS called
