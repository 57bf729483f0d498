// Set the state of an analysis: day, tick and method of its refresh.
MERGE (a:Analysis {id: $id})
SET a += $props
