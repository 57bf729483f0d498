// Set until which tick facts of records are believed.
UNWIND $rows AS row
MATCH (s:Statement {id: row.start})-[r:{type}]->(:Party)
WHERE r.version_id = row.version
SET r.withdrawn_at = row.withdrawn_at
