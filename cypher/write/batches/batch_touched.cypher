// Note on batches that their rows, or facts that stand on these, are other than they were before this tick.
UNWIND $ids AS id
MATCH (b:Batch {id: id})
SET b.touched_at = $tick
