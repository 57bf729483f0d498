// Link registrations to the names that they state of their party.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
MERGE (n:Name {id: row.name})
CREATE (s)-[:CALLED]->(n)
