// What statements state that others may state too.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
MERGE (t:{label} {id: row.id})
SET t:Trait
CREATE (s)-[:STATES {property: row.property}]->(t)
