// A page of identifiers.
MATCH (i:Identifier)
WHERE i.id > $after
RETURN i.id AS id, i.name AS name ORDER BY i.id LIMIT $limit
