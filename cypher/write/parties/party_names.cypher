// Set the names of parties, for search.
UNWIND $rows AS row
MATCH (p:Party {id: row.id})
SET p.name = row.name, p.names = row.names
