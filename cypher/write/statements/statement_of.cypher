// Return statements by their ids, with their references, the parties behind them and their arrivals.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, i.id, r.name, p.id]] AS refs,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.recorded_at, b.withdrawn_at]] AS arrivals
