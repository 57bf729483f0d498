// Return the batches whose rows or facts have changed since a tick, and the parties whose names, identity or meaning have; at most
// `most` parties, any of them where there are more.
CALL () {
  MATCH (b:Batch) WHERE b.touched_at > $since
  RETURN collect(b.id) AS batches
}
CALL () {
  MATCH (p:Party) WHERE p.named_at > $since OR p.rederived_at > $since OR p.resolved_at > $since
  WITH p LIMIT $most
  RETURN collect(p.id) AS parties
}
RETURN batches, parties
