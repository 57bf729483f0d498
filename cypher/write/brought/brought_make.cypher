// Store claims of batches.
UNWIND $rows AS row
CREATE (c:Brought {id: row.id})
SET c = row
