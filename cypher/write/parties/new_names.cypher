// Link registrations to the identifiers that they name.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
MATCH (i:Identifier {id: row.identifier})
CREATE (s)-[:NAMES]->(i)
