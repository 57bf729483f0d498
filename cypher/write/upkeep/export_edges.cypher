// Return the believed facts between parties, by the party they start from, with the resolutions of mentions.
MATCH (p:Party)
WHERE p.id > $after
WITH p ORDER BY p.id LIMIT $limit
RETURN p.id AS id,
       [(p)-[r]->(q:Party) WHERE r.withdrawn_at = $open AND r.category IS NOT NULL | [type(r), q.id, properties(r)]] AS facts,
       [(p)-[r:RESOLVES_TO]->(q:Party) | [r.rule, q.id]] AS resolutions
