// Facts between parties that follow from nothing any more, from the end with few of them.
UNWIND $rows AS row
MATCH (a:Party {id: row.start})-[r:{type}]->(b:Party)
WHERE r.version_id = row.version
DELETE r
