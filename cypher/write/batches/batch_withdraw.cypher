// Mark a batch as withdrawn for good, whether it was loaded or not.
MERGE (b:Batch {id: $id})
ON CREATE SET b.state = 'withdrawn', b.withdrawn_at = $tick
WITH b WHERE b.withdrawn_at >= $tick
SET b.state = 'withdrawn', b.withdrawn_at = $tick
RETURN b.id AS id
