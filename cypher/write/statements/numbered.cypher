// What believed rows of a level and below tell of the documents of these numbers: their parties. At most so many rows of each.
UNWIND $asked AS one
CALL (one) {
  MATCH (s:Statement {named: one.place})
  WHERE s.level <= one.level AND s.scope IS NULL AND s.action IN ['state', 'correct']
    AND EXISTS { MATCH (s)-[:IN]->(b:Batch) WHERE b.state <> 'withdrawn' }
  RETURN s LIMIT $at_most
}
RETURN one.place AS place, one.level AS level, s.id AS id,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, p.id, coalesce(p.mention, false), r.name]] AS refs
