// Link statements to the traits that they state.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
MERGE (t:{label} {id: row.id})
SET t:Trait
CREATE (s)-[:STATES {property: row.property}]->(t)
