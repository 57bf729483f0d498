// Store the receipt of a batch that stays open.
MATCH (b:Batch {id: $id})
SET b.receipt = $receipt
