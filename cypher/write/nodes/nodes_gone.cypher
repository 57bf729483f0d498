// Return the statements that were erased as a whole at these ticks.
UNWIND $ticks AS tick
MATCH (t:Tombstone {changed_at: tick})
WHERE t.whole
RETURN t.id AS id, t.category AS category
