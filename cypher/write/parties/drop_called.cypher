// What naming rows do not call their party after all.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})-[r:CALLED]->(:Name {id: row.name})
DELETE r
