// One batch.
MATCH (b:Batch {id: $id})
RETURN b.state AS state, b.receipt AS receipt, b.withdrawn_at AS withdrawn_at, b.reissue AS reissue
