// question: warnings.equity.sold_before_due
// title: Holders who sold an unpaid stake shortly before the enterprise came into enforcement
// title_zh: 企业被执行前转让未届期股权
// params: party_ids: list[str], most: int 1..20000 = 5000, amount: float 0..1000000000000, within: int 0..4000, control: float 0..1, forms: list[str]
// needs: enterprise, shareholder, equity_change, enforcement
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "amount": 1000000, "within": 180, "control": 0.5, "forms": ["公司"]}
// Of companies, by the form or the name. Who bought is whose stake grew by the same change. A sale to whom the seller controls stays in the group.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE any(w IN $forms WHERE coalesce(register.form, name_of(p), '') CONTAINS w)
MATCH (p)<-[e:ABOUT]-(s:Enforcement)
WHERE held(e) AND usable(e)
MATCH (p)<-[a:ABOUT]-(x:EquityChange)-[b:ABOUT]->(h:Party)
WHERE ever_held(a) AND usable(a) AND a.role = 'enterprise' AND ever_held(b) AND b.role = 'holder' AND x.after < x.before
WITH p, s, e, x, a, h, duration.inDays(date(x.changed_on), date(e.valid_from)).days AS days
WHERE 0 <= days AND days <= $within
MATCH (p)<-[r:INVESTS_IN]-(h)
WHERE ever_held(r) AND usable(r) AND r.valid_from <= x.changed_on AND r.subscribed_on >= x.changed_on
  AND r.subscribed - coalesce(r.paid, 0) >= $amount
MATCH (p)<-[c:ABOUT]-(y:EquityChange)-[d:ABOUT]->(g:Party)
WHERE ever_held(c) AND usable(c) AND c.role = 'enterprise' AND ever_held(d) AND d.role = 'holder'
  AND y.after > coalesce(y.before, 0) AND y.changed_on = x.changed_on AND g.id <> h.id
  AND NOT EXISTS { MATCH (g)-[k:INVESTS_IN]-(h) WHERE held(k) AND k.share >= $control }
WITH p, h, g, min(days) AS days, max(r.subscribed - coalesce(r.paid, 0)) AS unpaid, collect(DISTINCT coalesce(s.case_no, e.fact_id)) AS cases,
  collect(DISTINCT proof(s, e, p)) AS enforced, collect(DISTINCT proof(x, a, p)) AS sold, collect(DISTINCT proof(y, c, p)) AS bought,
  collect(DISTINCT h.id + ' ' + x.changed_on) AS sales
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {seller: h.id, buyer: g.id}, figures: {amount: unpaid, days: days}, roots: cases + sales,
  records: enforced + sold + bought
}) AS found
