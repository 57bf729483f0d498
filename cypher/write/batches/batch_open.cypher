// Create a batch, or continue one that was cut short, and set its properties; returns its state.
MERGE (b:Batch {id: $id})
ON CREATE SET b.state = 'open', b.withdrawn_at = $open, b.opened_at = $tick
SET b += $props
RETURN b.state AS state
