// Set until which tick facts between parties are believed; matched from the other end.
UNWIND $rows AS row
MATCH (a:Party {id: row.end})<-[r:{type}]-(b:Party)
WHERE r.version_id = row.version
SET r.withdrawn_at = row.withdrawn_at
