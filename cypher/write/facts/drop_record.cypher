// Delete facts of records that no longer follow from statements.
UNWIND $rows AS row
MATCH (s:Statement {id: row.start})-[r:{type}]->(:Party)
WHERE r.version_id = row.version
DELETE r
