// What mentions meant until now; resolutions have no ticks, so the mentions and what they meant are marked (see rederived).
UNWIND $ids AS id
MATCH (m:Mention {id: id})
SET m.rederived_at = $tick
WITH m
MATCH (m)-[r:RESOLVES_TO]->(p:Party)
SET p.rederived_at = CASE r.rule WHEN 'candidate' THEN p.rederived_at ELSE $tick END
DELETE r
