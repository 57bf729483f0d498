// Return the statements that changed last at these ticks: under which divisions they are filed, whether they are believed, from
// which nodes they came, and, of those from which something was erased, what is left.
UNWIND $ticks AS tick
MATCH (s:Statement {changed_at: tick})
RETURN s.id AS id, s.category AS category, s.level AS level,
       COLLECT { MATCH (a:Statement {id: s.act_about}) RETURN a.level } AS about_levels,
       s.provider AS provider, s.stated_scope AS stated_scope, s.day AS day, s.action AS action, [name IN $places | s[name]] AS places,
       CASE WHEN s.redacted THEN properties(s) END AS left,
       CASE WHEN s.redacted THEN [(s)-[r:REFERS]->(i:Identifier) | [r.role, i.id, r.name]] END AS refs,
       [(s)-[:IN]->(b:Batch) WHERE b.withdrawn_at = $open | b.node] AS nodes,
       [(s)-[:IN]->(b:Batch) WHERE b.withdrawn_at = $open | coalesce(b.trail, [])] AS trails,
       EXISTS { (s)-[:IN]->(b:Batch) WHERE b.withdrawn_at = $open } AS believed,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) WHERE r.role IN $roles |
         [r.role, i.id, p.id, p.registered_in, [(p)-[:RESOLVES_TO]->(q:Party) | [q.id, q.registered_in]]]] AS subjects
