// question: warnings.registration.revoked_long
// title: Enterprises that were revoked or ordered to close long ago and are not deregistered
// title_zh: 吊销、责令关闭或撤销满一定期限而未注销的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, until: str, states: list[str]
// needs: enterprise, liquidation
// public: no
// names: the state of a registration stands under the code of the enterprise
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "until": "2023-01-01", "states": ["revoked"]}
// Since the first day of the state that it is still in without a break, or the day stated for it; one in liquidation is on its way.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, state_of(p) AS state WHERE state IN $states
MATCH (p)<-[r:ABOUT]-(s:Registration)
WHERE held(r) AND usable(r) AND r.role = 'party' AND s.state = state
WITH p, state, [state] AS states, r, s ORDER BY r.valid_from DESC, s.id DESC
WITH p, state, head(collect({day: revoked_since(p, s, states), record: proof(s, r, p)})) AS first
WHERE first.day <= $until
  AND NOT EXISTS { MATCH mentions(p, m, bearer, held)<-[l:ABOUT]-(:Liquidation) WHERE held(l) AND usable(l) }
WITH p, state, first LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {days: duration.inDays(date(first.day), date($as_of)).days, state: state},
  roots: [state + ' ' + first.day], records: [first.record]
}) AS found
