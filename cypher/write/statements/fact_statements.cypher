// Return on which statements the facts rest that rest on one statement and are believed.
MATCH (s:Statement {id: $id})
CALL (s) {
  MATCH (t:Statement {group: s.group})-[r:ABOUT]->(:Party)
  WHERE s.id IN r.by AND r.withdrawn_at = $open
  RETURN r.by AS by
  UNION
  MATCH (s)-[:REFERS]->(:Identifier)-[:IDENTIFIES]->(:Party)-[r]-(:Party)
  WHERE s.id IN r.by AND r.withdrawn_at = $open
  RETURN r.by AS by
}
RETURN by
