// Mark the tombstones of these statements as closed: the statements are deleted.
UNWIND $ids AS id
MATCH (t:Tombstone {id: id})
SET t.open = false
