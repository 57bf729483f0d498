// Return batches that have a receipt and no counts of their rows, unless all are known to have them.
MATCH (c:Clock {id: 'clock'}) WHERE NOT coalesce(c.counted, false)
MATCH (b:Batch) WHERE b.receipt IS NOT NULL AND b.rows IS NULL
RETURN b.id AS id, b.receipt AS receipt LIMIT $limit
