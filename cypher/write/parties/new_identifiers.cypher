// Identifiers that are not there yet, of parties that are.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})
CREATE (i:Identifier)
SET i = row.identifier
CREATE (i)-[:IDENTIFIES]->(p)
