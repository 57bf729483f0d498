// Parties that are others than they were, or of which other facts are known for ticks gone by: what an analysis looks at again.
UNWIND $ids AS id
MATCH (p:Party {id: id})
SET p.rederived_at = $tick
