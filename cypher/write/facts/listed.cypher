// Return the rows of these lists, each list of one scope and day.
UNWIND $rows AS row
MATCH (s:Statement {scope: row.scope})
WHERE s.day = row.day AND s.group IS NOT NULL
RETURN properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, i.id, r.name, p.id]] AS refs,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.recorded_at, b.withdrawn_at]] AS arrivals
