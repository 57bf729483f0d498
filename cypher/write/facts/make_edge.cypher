// Create facts between parties.
UNWIND $rows AS row
MATCH (a:Party {id: row.start})
MATCH (b:Party {id: row.end})
CREATE (a)-[r:{type}]->(b)
SET r = row.props
