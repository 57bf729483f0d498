// Return what mentions resolve to now.
UNWIND $ids AS id
MATCH (m:Mention {id: id})-[r:RESOLVES_TO]->(p:Party)
RETURN m.id AS mention, p.id AS party, r.rule AS rule
