// Facts of records that follow from nothing any more.
UNWIND $rows AS row
MATCH (s:Statement {id: row.start})-[r:{type}]->(:Party)
WHERE r.version_id = row.version
DELETE r
