// What statements refer to.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
MATCH (i:Identifier {id: row.identifier})
CREATE (s)-[r:REFERS]->(i)
SET r = row.props
