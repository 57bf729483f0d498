// What statements do not state after all.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})-[r:STATES]->(t:Trait)
WHERE t.id = row.id AND r.property = row.property
DELETE r
