// Set until which tick facts between parties are believed; matched from the end with few of them.
UNWIND $rows AS row
MATCH (a:Party {id: row.start})-[r:{type}]->(b:Party)
WHERE r.version_id = row.version
SET r.withdrawn_at = row.withdrawn_at
