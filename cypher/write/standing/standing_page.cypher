// Return a page of the parties of which a standing analysis may store something.
MATCH (p:Party)
WHERE p.id > $after AND any(label IN labels(p) WHERE label IN $kinds)
RETURN p.id AS id ORDER BY id LIMIT $limit
