// Return the statements of these parties about themselves in some categories, and when they arrived.
UNWIND $ids AS id
MATCH (p:Party {id: id})<-[:IDENTIFIES]-(:Identifier)<-[:REFERS {role: 'party'}]-(s:Statement)
WHERE s.category IN $categories
WITH DISTINCT s
RETURN properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(q:Party) | [r.role, i.id, r.name, q.id]] AS refs,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.recorded_at, b.withdrawn_at]] AS arrivals
