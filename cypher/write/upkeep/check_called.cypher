// A page of statements of these categories, which say who is who, with the names by which they are found.
MATCH (s:Statement)
WHERE s.id > $after AND s.category IN $categories
WITH s ORDER BY s.id LIMIT $limit
RETURN s.id AS id, s.category AS category, properties(s) AS values, [(s)-[:CALLED]->(n:Name) | n.id] AS called
