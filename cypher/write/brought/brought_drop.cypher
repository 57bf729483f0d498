// Delete claims of batches.
UNWIND $ids AS id
MATCH (c:Brought {id: id})
DELETE c
