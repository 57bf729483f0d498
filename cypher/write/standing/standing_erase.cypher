// What a standing analysis stores about parties whom the words of registrations alone tell, where these bear one of the names or are of
// parties with which the statements deal: until the next refresh, nothing is.
UNWIND $ids AS id
OPTIONAL MATCH (s:Statement {id: id})-[:REFERS|NAMES]->(:Identifier)-[:IDENTIFIES]->(q:Party)
WITH collect(DISTINCT q.id) AS told
MATCH (p:Party)
WHERE p.{stem}_alone IS NOT NULL
  AND any(x IN p.{stem}_alone WHERE any(n IN $names WHERE x CONTAINS n) OR any(e IN told WHERE x CONTAINS e))
SET p.{stem} = '', p.{stem}_digest = null, p.{stem}_alone = null
