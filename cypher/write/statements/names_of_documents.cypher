// The names that believed rows give these identifiers, each with the level of its row: so many of each, of so many rows.
UNWIND $ids AS id
CALL (id) {
  MATCH (:Identifier {id: id})<-[r:REFERS]-(s:Statement)
  WHERE r.name IS NOT NULL AND s.action IN ['state', 'correct']
  WITH r, s LIMIT $rows
  WHERE EXISTS { MATCH (s)-[:IN]->(b:Batch) WHERE b.state <> 'withdrawn' }
  RETURN DISTINCT r.name AS name, s.level AS level LIMIT $at_most
}
RETURN id, name, level
