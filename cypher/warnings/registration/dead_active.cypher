// question: warnings.registration.dead_active
// title: Enterprises that did something on or after the day of their deregistration
// title_zh: 注销后仍有动作的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, not_items: list[str]
// needs: enterprise, deregistration, licence, equity_change, bid_award, registration_change, equity_pledge
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "not_items": ["注销"]}
// What it did itself: decisions of others on what was before are no acts. The change that deregisters it is none either.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p WHERE state_of(p) = 'deregistered'
CALL (p) {
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Deregistration) WHERE held(r) AND usable(r)
  RETURN s.cancelled_on AS day, proof(s, r, p) AS record
  UNION ALL
  MATCH (p)<-[r:ABOUT]-(s:Registration) WHERE held(r) AND usable(r) AND r.role = 'party' AND s.deregistered_on IS NOT NULL
  RETURN s.deregistered_on AS day, proof(s, r, p) AS record
}
WITH p, day, record WHERE day <= $as_of
WITH p, day, record ORDER BY day DESC
WITH p, head(collect({day: day, record: record})) AS over
MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:Licence|EquityChange|BidAward|RegistrationChange|EquityPledge)
WHERE ever_held(a) AND usable(a) AND (a.role = 'party' OR a.role = 'winner' OR a.role = 'holder' OR a.role = 'pledgor')
  AND NOT (x:EquityPledge AND x.registered_on IS NULL) AND NOT any(w IN $not_items WHERE coalesce(x.item, '') CONTAINS w)
WITH p, over, x, a, acted_on(x, a) AS day
WHERE day >= over.day
WITH p, over, max(day) AS newest, collect(DISTINCT act_of(x, a)) AS acts, collect(proof(x, a, p)) AS records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {acts: size(acts), days: duration.inDays(date(over.day), date(newest)).days}, roots: acts,
  records: [over.record] + records
}) AS found
