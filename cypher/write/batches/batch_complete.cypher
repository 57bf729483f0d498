// Mark a batch as complete, and store its receipt and the counts of its rows.
MATCH (b:Batch {id: $id})
SET b.state = 'complete', b.completed_at = $tick, b.receipt = $receipt, b += $counts
