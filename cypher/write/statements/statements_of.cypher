// Return the statements of these groups, with their references, the parties behind them and their arrivals.
UNWIND $groups AS group
MATCH (s:Statement {group: group})
RETURN properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, i.id, r.name, p.id]] AS refs,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.recorded_at, b.withdrawn_at]] AS arrivals
