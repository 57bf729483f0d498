// question: warnings.equity.cut_before_enforcement
// title: Enterprises that cut their capital shortly before they came into enforcement
// title_zh: 被执行前大幅减资的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, cut: float 0..1, within: int 0..4000, loss: list[str]
// needs: registration_change, enforcement
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "cut": 0.3, "within": 180, "loss": ["弥补亏损"]}
// From changes of the registered capital, both stated in 万元. One that covers losses pays nobody.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[c:ABOUT]-(x:RegistrationChange)
WHERE ever_held(c) AND usable(c) AND x.item CONTAINS '资本' AND x.before CONTAINS '万' AND x.after CONTAINS '万'
  AND NOT any(w IN $loss WHERE x.after CONTAINS w OR x.item CONTAINS w)
WITH p, c, x, toFloat(trim(replace(head(split(x.before, '万')), ',', ''))) AS was, toFloat(trim(replace(head(split(x.after, '万')), ',', ''))) AS now_
WHERE was > 0 AND was - now_ >= $cut * was
MATCH mentions(p, m, bearer, held)<-[e:ABOUT]-(s:Enforcement)
WHERE held(e) AND usable(e)
WITH p, c, x, was, now_, s, e, duration.inDays(date(coalesce(x.changed_on, c.valid_from)), date(e.valid_from)).days AS days
WHERE 0 <= days AND days <= $within
WITH p, max((was - now_) / was) AS cut, min(days) AS days, collect(DISTINCT coalesce(s.case_no, e.fact_id)) AS cases,
  collect(DISTINCT 'cut ' + coalesce(x.changed_on, c.valid_from)) AS changes, collect(DISTINCT proof(x, c, p)) AS own, collect(DISTINCT proof(s, e, p)) AS enforced
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {cut: cut, days: days}, roots: cases + changes, records: own + enforced
}) AS found
