// Delete the facts of a page of statements, and mark these statements to be derived again.
MATCH (s:Statement)
WHERE s.id > $after
WITH s ORDER BY s.id LIMIT $limit
OPTIONAL MATCH (s)-[r:ABOUT|ISSUED_BY]->(:Party)
DELETE r
WITH DISTINCT s
SET s.dirty = true, s.changed_at = coalesce(s.changed_at, $tick)
REMOVE s.group, s.scope, s.anchor, s.named, s.listed_as
WITH s
OPTIONAL MATCH (s)-[:IN]->(b:Batch)
SET b.touched_at = $tick
RETURN max(s.id) AS last
