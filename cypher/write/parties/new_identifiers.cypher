// Create new identifiers of parties that exist.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})
CREATE (i:Identifier)
SET i = row.identifier
CREATE (i)-[:IDENTIFIES]->(p)
