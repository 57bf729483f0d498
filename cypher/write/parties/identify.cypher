// Link identifiers, which are created where needed, to their parties.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})
MERGE (i:Identifier {id: row.identifier.id})
SET i += row.identifier
CREATE (i)-[:IDENTIFIES]->(p)
