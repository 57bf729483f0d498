// Mark a batch as complete, and store its receipt.
MATCH (b:Batch {id: $id})
SET b.state = 'complete', b.completed_at = $tick, b.receipt = $receipt
