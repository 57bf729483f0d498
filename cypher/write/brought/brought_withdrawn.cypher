// Delete all claims of a batch that is withdrawn.
MATCH (c:Brought {batch: $id})
DELETE c
