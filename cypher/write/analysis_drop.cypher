// Results that do not follow any more, from the enterprise's end.
UNWIND $rows AS row
MATCH (e:Party {id: row.enterprise})<-[r:{type}]-(h:Party)
WHERE h.id IN row.holders
DELETE r
