// Return the believed rows, up to a level, that state these document numbers, with the parties they refer to; at most so many of each.
UNWIND $asked AS one
CALL (one) {
  MATCH (s:Statement {named: one.place})
  WHERE s.level <= one.level AND s.stated_scope IS NULL AND s.action IN ['state', 'correct']
    AND EXISTS { MATCH (s)-[:IN]->(b:Batch) WHERE b.state <> 'withdrawn' }
  RETURN s LIMIT $at_most
}
RETURN one.place AS place, one.level AS level, s.id AS id,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, p.id, coalesce(p.mention, false), r.name]] AS refs
