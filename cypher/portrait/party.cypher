// question: portrait.party
// title: Everything the record says of a party
// title_zh: 主体全景画像
// params: party_id: str, limit: int = 20
// rows: models.answers.portrait.PortraitRow
// answer: models.answers.portrait.Portrait
// example: a firm {"party_id": "uscc:91330106EXAMPLE115"}
// example: its holder, three records of each category {"party_id": "uscc:91330106EXAMPLE2XW", "limit": 3}
// example: a person {"party_id": "person:uscc:91330106EXAMPLE115:示例人"}
// example: a department {"party_id": "dept:EXAMPLE"}
// One scan counts the facts by category; then each category gives its first `limit`, so a hub is never collected whole.
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention
WITH p LIMIT 1
CALL (p) {
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT|ISSUED_BY]-(s:Statement)
  WHERE held(r)
  WITH p, s.category AS category, type(r) AS direction, count(*) AS total
  CALL (p, category, direction) {
    MATCH mentions(p, m, bearer, held)<-[r:ABOUT|ISSUED_BY]-(s:Statement)
    WHERE held(r) AND s.category = category AND type(r) = direction
    WITH m, r, s ORDER BY r.valid_from DESC, s.id, r.fact_id, r.role LIMIT $limit
    RETURN collect(fact(s, r, m)) AS items
  }
  RETURN collect({group: category, direction: direction, total: total, items: items}) AS records
}
CALL (p) {
  CALL (p) {
    MATCH mentions(p, m, bearer, held)<-[r:ANY_EDGE]-(other:Party)
    WHERE held(r)
    RETURN r.category AS category, 'in' AS direction, count(*) AS total
    UNION ALL
    MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]->(other:Party)
    WHERE held(r)
    RETURN r.category AS category, 'out' AS direction, count(*) AS total
  }
  CALL (p, category, direction) {
    MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(other:Party)
    WHERE held(r) AND r.category = category
      AND ((direction = 'in' AND endNode(r) = bearer) OR (direction = 'out' AND startNode(r) = bearer))
    WITH m, r, other, r.by[0] AS statement, coalesce(r[$measures[category]], -1.0) AS measure
    ORDER BY measure DESC, r.valid_from DESC, statement, r.fact_id LIMIT $limit
    MATCH (s:Statement {id: statement})
    RETURN collect({other: other.id, fact: fact(s, r, m)}) AS items
  }
  RETURN collect({group: category, direction: direction, total: total, items: items}) AS edges
}
WITH p, records, edges,
  reduce(all_ = [], g IN records | all_ + g.items) + reduce(all_ = [], g IN edges | all_ + [i IN g.items | i.fact]) AS facts
RETURN p.id AS id, labels(p) AS kinds, coalesce(p.contested, false) AS contested, claims(p) AS claims, records, edges,
  states(facts) AS states, state_of(p) AS state,
  CASE WHEN p:Person THEN stated_name(p) END AS stated_name, CASE WHEN p.id STARTS WITH 'pid:' THEN stated_names(p) ELSE [] END AS stated_names,
  [(p)<-[:IDENTIFIES]-(i:Identifier) | i.id] AS identifiers
