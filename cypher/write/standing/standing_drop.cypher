// Delete relationships that no longer follow. A bare name is one party in the list of each enterprise that names it.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})<-[r:{type}]-(h:Party {id: row.other})
WHERE coalesce(r.named_in, '') = coalesce(row.named_in, '')
DELETE r
