// As of which day and tick an analysis was refreshed, and by what method.
MERGE (a:Analysis {id: $id})
SET a += $props
