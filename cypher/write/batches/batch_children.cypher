// Return the batches, not withdrawn, of the child rows that stood in the rows of a batch.
MATCH (b:Batch {head: $id})
WHERE b.withdrawn_at = $open
RETURN b.id AS id
