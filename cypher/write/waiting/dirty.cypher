// Return statements that wait to be derived again: so many, or a few times as many with all that wait in their groups, so that a
// group is derived once.
MATCH (s:Statement {dirty: true})
WITH s LIMIT $limit
WITH [x IN collect(s) WHERE x.group IS NULL] AS alone, collect(DISTINCT s.group) AS groups
CALL (alone, groups) {
  UNWIND alone AS s
  RETURN s
  UNION
  UNWIND groups AS group
  MATCH (s:Statement {group: group}) WHERE s.dirty
  RETURN s LIMIT 2 * $limit
}
RETURN properties(s) AS statement,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [r.role, i.id, r.name, p.id]] AS refs,
       [(s)-[:NAMES]->(n:Identifier) | n.id] AS names,
       [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.recorded_at, b.withdrawn_at]] AS arrivals
