// question: warnings.equity.holder_in_default
// title: Holders whose contribution is overdue in enterprises that are in enforcement
// title_zh: 股东逾期未缴出资而企业被执行
// params: party_ids: list[str], most: int 1..20000 = 5000, overdue: str, unpaid: float 0..1, forms: list[str]
// needs: enterprise, shareholder, enforcement
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "overdue": "2024-01-01", "unpaid": 0.5, "forms": ["公司"]}
// Of companies, by the form or the name. Stakes of one holder in one list, of the last provider, add up, of those whose day has passed, in one currency.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE any(w IN $forms WHERE coalesce(register.form, name_of(p), '') CONTAINS w)
MATCH mentions(p, m, bearer, held)<-[e:ABOUT]-(s:Enforcement)
WHERE held(e) AND usable(e)
WITH p, collect(DISTINCT coalesce(s.case_no, e.fact_id)) AS cases, collect(proof(s, e, p)) AS enforced
MATCH mentions(p, m, bearer, held)<-[r:INVESTS_IN]-(h:Party)
WHERE held(r) AND usable(r) AND coalesce(r.basis, 'register') = 'register' AND r.subscribed_on <= $overdue
  AND r.subscribed > 0 AND coalesce(r.subscribed_currency, 'CNY') = coalesce(r.paid_currency, r.subscribed_currency, 'CNY')
MATCH (x:Statement {id: r.by[0]})
WITH p, cases, enforced, coalesce(head(meanings(h, held)).id, h.id) AS holder, x.provider AS provider, max(x.day) AS day,
  sum(r.subscribed) AS subscribed, sum(coalesce(r.paid, 0)) AS paid, collect(proof(x, r, p)) AS stakes
ORDER BY day DESC, provider
WITH p, cases, enforced, holder, head(collect({subscribed: subscribed, paid: paid, stakes: stakes})) AS list
WITH p, cases, enforced, holder, list.subscribed AS subscribed, list.paid AS paid, list.stakes AS stakes
WHERE subscribed - paid >= $unpaid * subscribed
WITH p, cases, enforced, holder, subscribed, paid, stakes LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {holder: holder}, figures: {unpaid: toFloat(subscribed - paid) / subscribed, amount: subscribed - paid},
  roots: cases + [holder], records: stakes + enforced
}) AS found
