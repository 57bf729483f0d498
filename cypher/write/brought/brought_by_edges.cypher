// Return who sees the facts between parties that statements of a batch state, and since when.
MATCH (b:Batch {id: $id})<-[i:IN]-(s:Statement) WHERE s.anchor IS NOT NULL
MATCH (a:Party {id: s.anchor})-[r:{types}]-(:Party)
WHERE r.group = s.group AND s.id IN r.by
RETURN DISTINCT r.level AS level, r.hidden_from AS hidden_from, r.valid_from AS valid_from,
       r.public_from AS public_from, r.public_until AS public_until, r.withdrawn_at AS withdrawn_at,
       CASE WHEN i.recorded_at > r.recorded_at THEN i.recorded_at ELSE r.recorded_at END AS recorded_at
