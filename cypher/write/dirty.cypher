// Statements that wait to be derived again: so many, and all others of their groups, so that a group is derived once.
MATCH (s:Statement {dirty: true})
WITH s LIMIT $limit
WITH collect(s) AS page, collect(DISTINCT s.group) AS groups
CALL (page, groups) {
  UNWIND page AS s
  RETURN s
  UNION
  UNWIND groups AS group
  MATCH (s:Statement {group: group}) WHERE s.dirty
  RETURN s
}
RETURN properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, i.id, r.name, p.id]] AS refs,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.recorded_at, b.withdrawn_at]] AS arrivals
