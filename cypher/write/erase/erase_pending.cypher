// Statements of which nothing follows any more and that are still there.
MATCH (t:Tombstone {open: true})
WITH t LIMIT $limit
RETURN t.id AS id
