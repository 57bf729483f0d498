// Return the removals and repairs that name records without their whole keys, by what they share with these.
UNWIND $scopes AS scope
MATCH (s:Ending {scope: scope})
RETURN properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, i.id, r.name, p.id]] AS refs,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.recorded_at, b.withdrawn_at]] AS arrivals
