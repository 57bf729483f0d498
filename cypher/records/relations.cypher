// question: records.relations
// title: All relationships of one category that a party has
// title_zh: 某类关系明细
// params: party_id: str, category: str, direction: str = "in", limit: int = 20, cursor: str?
// rows: models.answers.records.RecordsRow
// answer: models.answers.records.Records
// example: one holder of a firm {"party_id": "uscc:91330106EXAMPLE115", "category": "shareholder", "limit": 1}
// example: the posts of a person {"party_id": "person:uscc:91330106EXAMPLE115:示例人", "category": "key_person", "direction": "out"}
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention
WITH p LIMIT 1
CALL (p) {
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(:Party)
  WHERE held(r) AND r.category = $category
    AND (($direction = 'in' AND endNode(r) = bearer) OR ($direction = 'out' AND startNode(r) = bearer))
  RETURN count(*) AS total
}
CALL (p) {
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(other:Party)
  WHERE held(r) AND r.category = $category
    AND (($direction = 'in' AND endNode(r) = bearer) OR ($direction = 'out' AND startNode(r) = bearer))
    AND ($after IS NULL OR r.valid_from < $after[0] OR (r.valid_from = $after[0] AND r.by[0] > $after[1]))
  WITH m, r, other, r.by[0] AS statement ORDER BY r.valid_from DESC, statement LIMIT $fetch
  MATCH (s:Statement {id: statement})
  WITH m, r, other, statement, s ORDER BY r.valid_from DESC, statement
  RETURN collect({other: other.id, fact: fact(s, r, m), at: [r.valid_from, statement]}) AS items
}
WITH p, total, items WHERE total > 0 OR seen(p)
WITH p, total, items, [i IN items | i.fact] AS facts, name_of(p) AS registered
RETURN p.id AS id, labels(p) AS kinds, total, items, states(facts) AS states, state_of(p) AS state,
  CASE WHEN registered IS NULL THEN stated_name(p) ELSE registered END AS name
