// question: ownership.parties
// title: Names, types and states of parties
// title_zh: 主体名称、类型与登记状态
// params: party_ids: list[str]
// needs: enterprise
// answer: models.rows.ownership.Parties
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "dept:EXAMPLE", "person:uscc:91330106EXAMPLE115:示例人"]}
// A row each: id, labels, name under which it is registered, type and capital that its registration states,
// name stated by other facts, state of its registration.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention
CALL (p) {
  OPTIONAL MATCH (p)<-[r:ABOUT]-(s:Registration) WHERE held(r) AND r.role = 'party'
  RETURN s ORDER BY r.valid_from DESC, s.id DESC LIMIT 1
}
WITH p, s, name_of(p) AS registered
RETURN collect([p.id, labels(p), registered, s.type, s.registered_capital, s.registered_capital_currency,
  CASE WHEN registered IS NULL AND NOT p.id STARTS WITH 'person:' THEN stated_name(p) END,
  state_of(p)]) AS rows
