// Who is behind identifiers.
UNWIND $rows AS row
MATCH (i:Identifier {id: row.identifier})
MATCH (p:Party {id: row.party})
CREATE (i)-[:IDENTIFIES]->(p)
