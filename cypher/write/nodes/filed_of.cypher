// Return, of these statements, what says under which divisions they are filed: whom they are about, with where that party is
// registered, or the party that the name alone means; and the division that the statement itself states.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN s.id AS id, s.category AS category, s.level AS level, s.day AS day, s.action AS action, [name IN $places | s[name]] AS places,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) WHERE r.role IN $roles |
         [r.role, i.id, p.id, p.registered_in, [(p)-[:RESOLVES_TO]->(q:Party) | [q.id, q.registered_in]]]] AS subjects
