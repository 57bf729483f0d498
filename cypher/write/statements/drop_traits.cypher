// Delete links from statements to traits that they do not state.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})-[r:STATES]->(t:Trait)
WHERE t.id = row.id AND r.property = row.property
DELETE r
