// What believed rows tell of the documents of these numbers: their level and parties, by place.
UNWIND $places AS place
MATCH (s:Statement {named: place})
WHERE s.scope IS NULL AND s.action IN ['state', 'correct'] AND EXISTS { MATCH (s)-[:IN]->(b:Batch) WHERE b.state <> 'withdrawn' }
RETURN place, s.id AS id, s.level AS level,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, p.id, coalesce(p.mention, false), r.name]] AS refs
