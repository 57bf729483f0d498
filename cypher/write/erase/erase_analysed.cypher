// What was analysed of parties whom the words of registrations alone tell, where these bear one of the names or are of parties
// with which the statements deal: until the graph is analysed again, nothing is.
UNWIND $ids AS id
OPTIONAL MATCH (s:Statement {id: id})-[:REFERS|NAMES]->(:Identifier)-[:IDENTIFIES]->(q:Party)
WITH collect(DISTINCT q.id) AS told
MATCH (p:Party)
WHERE p.analysed_alone IS NOT NULL
  AND any(x IN p.analysed_alone WHERE any(n IN $names WHERE x CONTAINS n) OR any(e IN told WHERE x CONTAINS e))
SET p.analysed = '', p.analysed_digest = null, p.analysed_alone = null
