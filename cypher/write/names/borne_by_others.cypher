// Of these names, each stated for a party, return those that others bear and the party never bore, by believed level-0 registrations.
UNWIND $rows AS row
MATCH (n:Name {id: row.name})<-[:CALLED]-(s:Statement)-[r:ABOUT]->(p:Party)
WHERE r.role = 'party' AND r.level = 0 AND r.withdrawn_at = $open
WITH row, collect(DISTINCT p.id) AS bearers
WHERE NOT row.party IN bearers
RETURN row.name AS name, row.party AS party, bearers
