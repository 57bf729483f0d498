// The names that believed rows give these identifiers, each with the level of its row.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})<-[r:REFERS]-(s:Statement)-[:IN]->(b:Batch)
WHERE r.name IS NOT NULL AND s.action IN ['state', 'correct'] AND b.state <> 'withdrawn'
RETURN DISTINCT i.id AS id, r.name AS name, s.level AS level
