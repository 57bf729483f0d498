// question: records.list
// title: All records of one category about a party
// title_zh: 某类记录明细
// params: party_id: str, category: str, direction: str = "about", limit: int = 20, cursor: str?
// rows: models.answers.records.RecordsRow
// answer: models.answers.records.Records
// example: two penalties of a firm {"party_id": "uscc:91330106EXAMPLE115", "category": "penalty", "limit": 2}
// example: what a department decided {"party_id": "dept:EXAMPLE", "category": "penalty", "direction": "issued_by"}
// example: a category of a higher level {"party_id": "uscc:91330106EXAMPLE115", "category": "abnormal_operations"}
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention
WITH p LIMIT 1
CALL (p) {
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT|ISSUED_BY]-(s:Statement)
  WHERE held(r) AND s.category = $category
    AND (type(r) = 'ISSUED_BY') = ($direction = 'issued_by')
  RETURN count(*) AS total
}
CALL (p) {
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT|ISSUED_BY]-(s:Statement)
  WHERE held(r) AND s.category = $category
    AND (type(r) = 'ISSUED_BY') = ($direction = 'issued_by')
    AND ($after IS NULL OR r.valid_from < $after[0] OR (r.valid_from = $after[0] AND (s.id > $after[1]
      OR (s.id = $after[1] AND coalesce(r.role, '') > $after[2]))))
  WITH m, r, s ORDER BY r.valid_from DESC, s.id, coalesce(r.role, '') LIMIT $fetch
  RETURN collect({fact: fact(s, r, m), at: [r.valid_from, s.id, coalesce(r.role, '')]}) AS items
}
WITH p, total, items WHERE total > 0 OR seen(p)
WITH p, total, items, [i IN items | i.fact] AS facts, name_of(p) AS registered
RETURN p.id AS id, labels(p) AS kinds, total, items, states(facts) AS states, state_of(p) AS state,
  CASE WHEN registered IS NULL THEN stated_name(p) ELSE registered END AS name
