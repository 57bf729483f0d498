// Delete facts between parties that no longer follow from statements; matched from the end with few of them.
UNWIND $rows AS row
MATCH (a:Party {id: row.start})-[r:{type}]->(b:Party)
WHERE r.version_id = row.version
DELETE r
