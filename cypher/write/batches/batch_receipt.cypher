// What became of the rows of a batch that stays open.
MATCH (b:Batch {id: $id})
SET b.receipt = $receipt
