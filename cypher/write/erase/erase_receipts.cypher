// Return the receipts of these batches.
UNWIND $ids AS id
MATCH (b:Batch {id: id})
WHERE b.receipt IS NOT NULL
RETURN b.id AS id, b.receipt AS receipt
