// question: warnings.registration.contribution_late
// title: Enterprises whose shareholders may contribute later than the law lets them
// title_zh: 认缴出资期限超过法定期限的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, founded_from: str, founded_until: str, due_after: str, years: int 0..100, forms: list[str]
// needs: enterprise, shareholder
// public: no
// names: who holds a stake is not returned
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "founded_from": "1900-01-01", "founded_until": "2024-06-30", "due_after": "2032-06-30", "years": 0, "forms": ["公司"]}
// Of companies, by the form or the name. Due after a day, or, where there are `years`, more than so many after the foundation.
// A holder is told by whom its name means.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE $founded_from <= register.established AND register.established <= $founded_until
  AND any(w IN $forms WHERE coalesce(register.form, name_of(p), '') CONTAINS w)
MATCH mentions(p, m, bearer, held)<-[r:INVESTS_IN]-(h:Party)
WHERE held(r) AND usable(r) AND r.subscribed_on IS NOT NULL AND r.subscribed > coalesce(r.paid, 0)
WITH p, register, r, coalesce(head(meanings(h, held)).id, h.id) AS holder, toString(toInteger(substring(register.established, 0, 4)) + $years) + substring(register.established, 4) AS term
WHERE r.subscribed_on > CASE WHEN $years = 0 THEN $due_after ELSE term END
MATCH (s:Statement {id: r.by[0]})
WITH p, register, max(r.subscribed_on) AS due, collect(DISTINCT holder) AS holders, collect(proof(s, r, p)) AS records
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {stakes: size(holders), due: due}, roots: holders, records: [register.record] + records
}) AS found
