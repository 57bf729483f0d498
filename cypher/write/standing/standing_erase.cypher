// Clear what a standing analysis stores about parties that only the text of registrations names, where they bear one of the names or belong
// to parties of these statements; the next refresh computes it again.
UNWIND $ids AS id
OPTIONAL MATCH (s:Statement {id: id})-[:REFERS|NAMES]->(:Identifier)-[:IDENTIFIES]->(q:Party)
WITH collect(DISTINCT q.id) AS parties
MATCH (p:Party)
WHERE p.{stem}_alone IS NOT NULL
  AND any(x IN p.{stem}_alone WHERE any(n IN $names WHERE x CONTAINS n) OR any(e IN parties WHERE x CONTAINS e))
SET p.{stem} = '', p.{stem}_digest = null, p.{stem}_alone = null
