// Set the names of parties, for search, and since which tick they are these.
UNWIND $rows AS row
MATCH (p:Party {id: row.id})
SET p.name = row.name, p.names = row.names, p.named_at = $tick
