// A page of the parties of which something may be analysed.
MATCH (p:Party)
WHERE p.id > $after AND (p:Enterprise OR p:Organisation OR p:Department)
RETURN p.id AS id ORDER BY id LIMIT $limit
