// Return whether anything was ever erased.
MATCH (t:Tombstone)
RETURN t.id AS id LIMIT 1
