// Delete the resolutions of mentions, and return their parties. Resolutions have no ticks, so the mention is marked with the tick,
// and so are the parties it meant, where it bears or bore lists.
UNWIND $ids AS id
MATCH (m:Mention {id: id})
SET m.resolved_at = $tick
WITH m
MATCH (m)-[r:RESOLVES_TO]->(p:Party)
SET p.rederived_at = CASE
  WHEN r.rule = 'candidate' OR (m.rederived_at IS NULL AND NOT EXISTS { (m)<-[:INVESTS_IN|REPRESENTS]-() }) THEN p.rederived_at
  ELSE $tick END
DELETE r
RETURN DISTINCT p.id AS party
