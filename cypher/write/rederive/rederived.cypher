// Mark parties whose identity has changed, or whose facts for past ticks have, so that an analysis reads them again.
UNWIND $ids AS id
MATCH (p:Party {id: id})
SET p.rederived_at = $tick
