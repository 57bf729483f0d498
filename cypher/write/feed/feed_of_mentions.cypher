// Return the believed facts stated under these names alone, by category and by who sees them.
UNWIND $ids AS id
MATCH (m:Mention {id: id})-[r]-(o)
WHERE r.withdrawn_at = $open AND (o:Statement OR r.category IS NOT NULL)
RETURN DISTINCT id AS party, coalesce(r.category, o.category) AS category, r.level AS level, r.hidden_from AS hidden_from,
       r.public_from AS public_from, r.public_until AS public_until
