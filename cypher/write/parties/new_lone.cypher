// Parties of one kind whose own identifier is as new as they are.
UNWIND $rows AS row
CREATE (p:{label})
SET p:Party, p = row.party
CREATE (i:Identifier)
SET i = row.identifier
CREATE (i)-[:IDENTIFIES]->(p)
