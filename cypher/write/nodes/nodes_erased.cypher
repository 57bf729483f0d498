// Return the tombstones of whole statements that were erased at a tick.
MATCH (t:Tombstone {changed_at: $tick})
WHERE t.whole AND t.level <= $level
RETURN t.id AS id, t.category AS category, t.filed_in AS filed_in
