// A batch begins, or goes on after it was cut short.
MERGE (b:Batch {id: $id})
ON CREATE SET b.state = 'open', b.withdrawn_at = $open, b.opened_at = $tick
SET b += $props
RETURN b.state AS state
