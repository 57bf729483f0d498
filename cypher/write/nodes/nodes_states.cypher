// Return the state of those of these batches that are here.
UNWIND $ids AS id
MATCH (b:Batch {id: id})
RETURN b.id AS id, b.state AS state, b.node AS node
