// question: warnings.registration.suspended_long
// title: Enterprises suspended for too long, or doing something meanwhile
// title_zh: 歇业超期或歇业期间有动作的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, until: str
// needs: business_suspension, licence, equity_change, bid_award
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "until": "2021-01-01"}
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:BusinessSuspension)
WHERE held(r) AND usable(r)
WITH p, r, s ORDER BY r.valid_from DESC, r.fact_id
WITH p, head(collect({day: r.valid_from, record: proof(s, r, p)})) AS pause
WITH p, pause, COLLECT {
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:Licence|EquityChange|BidAward)
  WHERE ever_held(a) AND usable(a) AND acted_on(x, a) >= pause.day
    AND (a.role = 'party' OR a.role = 'winner' OR a.role = 'holder')
  RETURN {event: act_of(x, a), record: proof(x, a, p)} ORDER BY a.valid_from, a.fact_id LIMIT 50
} AS told
WITH p, pause, told, reduce(all_ = [], x IN told | CASE WHEN x.event IN all_ THEN all_ ELSE all_ + x.event END) AS acts
WHERE pause.day < $until OR size(acts) > 0
WITH p, pause, told, acts LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {days: duration.inDays(date(pause.day), date($as_of)).days, acts: size(acts)},
  roots: ['suspended ' + pause.day] + acts, records: [pause.record] + [x IN told | x.record]
}) AS found
