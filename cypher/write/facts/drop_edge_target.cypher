// Delete facts between parties that no longer follow from statements; matched from the other end.
UNWIND $rows AS row
MATCH (a:Party {id: row.end})<-[r:{type}]-(b:Party)
WHERE r.version_id = row.version
DELETE r
