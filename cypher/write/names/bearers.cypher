// Return the parties that bore these names, at any time, by believed level-0 registrations.
UNWIND $names AS name
MATCH (n:Name {id: name})<-[:CALLED]-(s:Statement)-[r:ABOUT]->(p:Party)
WHERE r.role = 'party' AND r.level = 0 AND r.withdrawn_at = $open
RETURN n.id AS name, p.id AS party, p.kind AS kind, s.region AS region, r.valid_from AS valid_from, r.valid_to AS valid_to
