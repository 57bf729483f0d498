// Return a page of identifiers.
MATCH (i:Identifier)
WHERE i.id > $after
RETURN i.id AS id ORDER BY i.id LIMIT $limit
