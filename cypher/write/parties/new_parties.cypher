// Create parties of one kind.
UNWIND $rows AS row
MERGE (p:{label} {id: row.id})
SET p:Party, p += row
