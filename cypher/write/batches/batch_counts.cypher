// Store the counts of the rows of batches.
UNWIND $rows AS row
MATCH (b:Batch {id: row.id})
SET b += row.counts
