// Return who sees the facts between parties that these statements state, and since when.
UNWIND $ids AS id
MATCH (s:Statement {id: id}) WHERE s.anchor IS NOT NULL
MATCH (a:Party {id: s.anchor})-[r:{types}]-(:Party)
WHERE r.group = s.group AND s.id IN r.by
RETURN DISTINCT s.id AS id, r.level AS level, r.hidden_from AS hidden_from, r.valid_from AS valid_from,
       r.public_from AS public_from, r.public_until AS public_until, r.recorded_at AS recorded_at, r.withdrawn_at AS withdrawn_at
