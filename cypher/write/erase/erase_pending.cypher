// Return the erased statements that are still to be deleted, by their open tombstones.
MATCH (t:Tombstone {open: true})
WITH t LIMIT $limit
RETURN t.id AS id
