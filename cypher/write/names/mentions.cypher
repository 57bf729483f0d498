// Return the mentions of these names, and what they resolve to now.
UNWIND $names AS name
MATCH (m:Mention {name: name})
OPTIONAL MATCH (m)-[r:RESOLVES_TO]->(p:Party)
RETURN m.id AS mention, p.id AS party, r.rule AS rule
