// When the whole graph was analysed, as of which day and tick, by which rules.
MERGE (a:Analysis {id: $id})
SET a += $props
