// Create new statements of one category, linked to their batch and to the identifiers they refer to.
MATCH (b:Batch {id: $batch})
UNWIND $rows AS row
CREATE (s:{label})
SET s:Statement, s = row.statement
CREATE (s)-[a:IN]->(b)
SET a = row.arrival
WITH s, row
UNWIND row.refs AS ref
MATCH (i:Identifier {id: ref.identifier})
CREATE (s)-[:REFERS {role: ref.role, name: ref.name}]->(i)
