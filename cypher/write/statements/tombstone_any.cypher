// Whether anything was erased.
MATCH (t:Tombstone)
RETURN t.id AS id LIMIT 1
