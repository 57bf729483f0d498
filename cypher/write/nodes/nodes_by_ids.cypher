// Return these statements as they were stated, with all their arrivals.
// What is done about a record is for nobody who may not see the record.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
WHERE s.level <= $level AND NOT EXISTS { MATCH (a:Statement {id: s.act_about}) WHERE a.level > $level }
RETURN s.id AS id, s.category AS category, s.level AS level, s.day AS day, s.action AS action, [name IN $places | s[name]] AS places, properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier) | [r.role, i.id, r.name]] AS refs,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) WHERE r.role IN $roles |
         [r.role, i.id, p.id, p.registered_in, [(p)-[:RESOLVES_TO]->(q:Party) | [q.id, q.registered_in]]]] AS subjects,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, b.withdrawn_at, a.place, a.document, a.remarks]] AS arrivals
