// question: party.history
// title: Posts and holdings of a party over time
// title_zh: 任职与持股沿革
// params: party_id: str, limit: int = 200
// rows: models.answers.party.HistoryRow
// names: a history is what stands under the own identifiers of a party; what stands under its name is in the portrait
// answer: models.answers.party.History
// example: a firm {"party_id": "uscc:91330106EXAMPLE115"}
// example: a holder {"party_id": "uscc:91330106EXAMPLE2XW"}
// example: a person {"party_id": "person:uscc:91330106EXAMPLE115:示例人"}
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention AND (seen(p) OR size(COLLECT {
  MATCH (p)-[r:ANY_EDGE]->(:Party) WHERE ever_held(r) RETURN 1 AS one LIMIT 1
}) > 0)
WITH p LIMIT 1
CALL (p) {
  MATCH (p)-[r:ANY_EDGE]->(:Party) WHERE ever_held(r)
  WITH p, r.category AS category, count(*) AS total
  CALL (p, category) {
    MATCH (p)-[r:ANY_EDGE]->(other:Party) WHERE ever_held(r) AND r.category = category
    WITH r, other, r.by[0] AS statement ORDER BY r.valid_from DESC, statement, r.fact_id LIMIT $limit
    MATCH (s:Statement {id: statement})
    WITH r, other, s, statement, [] AS m ORDER BY r.valid_from DESC, statement, r.fact_id
    RETURN collect({other: other.id, fact: fact(s, r, m)}) AS items
  }
  RETURN collect({group: category, direction: 'out', total: total, items: items}) AS edges
}
WITH p, edges, reduce(all_ = [], g IN edges | all_ + [i IN g.items | i.fact]) AS facts, name_of(p) AS registered
RETURN p.id AS id, labels(p) AS kinds, coalesce(p.contested, false) AS contested, edges, states(facts) AS states,
  state_of(p) AS state,
  CASE WHEN registered IS NULL THEN stated_name(p) ELSE registered END AS name,
  COLLECT { MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i.id ORDER BY i.id LIMIT 50 } AS identifiers
