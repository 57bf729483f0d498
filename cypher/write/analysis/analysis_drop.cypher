// Results that do not follow any more. A bare name is one party in the list of each enterprise that names it.
UNWIND $rows AS row
MATCH (e:Party {id: row.enterprise})<-[r:{type}]-(h:Party {id: row.holder})
WHERE coalesce(r.named_in, '') = coalesce(row.named_in, '')
DELETE r
