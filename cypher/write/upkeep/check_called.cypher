// Return a page of statements of these categories, which identify parties, with the names by which they can be searched.
MATCH (s:Statement)
WHERE s.id > $after AND s.category IN $categories
WITH s ORDER BY s.id LIMIT $limit
RETURN s.id AS id, s.category AS category, properties(s) AS values, [(s)-[:CALLED]->(n:Name) | n.id] AS called
