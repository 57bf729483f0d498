// Tombstones of statements that are gone.
UNWIND $ids AS id
MATCH (t:Tombstone {id: id})
SET t.open = false
