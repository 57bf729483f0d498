// Return those of these statements that were erased, whole or in part.
UNWIND $ids AS id
MATCH (t:Tombstone {id: id})
RETURN t.id AS id, t.whole AS whole
