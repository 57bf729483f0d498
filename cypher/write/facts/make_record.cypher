// Create facts of records.
UNWIND $rows AS row
MATCH (s:Statement {id: row.start})
MATCH (p:Party {id: row.end})
CREATE (s)-[r:{type}]->(p)
SET r = row.props
