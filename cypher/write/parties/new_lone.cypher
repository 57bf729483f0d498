// Create parties of one kind, each with its one new identifier.
UNWIND $rows AS row
CREATE (p:{label})
SET p:Party, p = row.party
CREATE (i:Identifier)
SET i = row.identifier
CREATE (i)-[:IDENTIFIES]->(p)
