// question: warnings.registration.simple_exit_indebted
// title: Enterprises in simple deregistration that something stands against
// title_zh: 简易注销公告期内存在不适用情形的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, least: int 1..20
// needs: simple_deregistration, abnormal_operations, serious_violation, equity_freeze, equity_pledge, chattel_mortgage, enforcement, administrative_compulsion, tax_arrears, shareholder
// public: no
// names: in whom it holds a stake is not returned
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "least": 1}
// While its notice is open: on a list, a stake of or in it frozen or pledged, its chattels mortgaged, enforcement or compulsion
// open, taxes owed, or shares held in another enterprise.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:SimpleDeregistration)
WHERE held(r) AND usable(r)
WITH p, r, s ORDER BY r.valid_from DESC
WITH p, head(collect({day: r.valid_from, until: r.valid_to, record: proof(s, r, p)})) AS notice
CALL (p) {
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:AbnormalOperations|SeriousViolation|EquityFreeze|EquityPledge|ChattelMortgage|Enforcement|AdministrativeCompulsion|TaxArrears)
  WHERE held(a) AND usable(a) AND NOT a.role = 'pledgee' AND NOT coalesce(x.state, '') IN ['lifted', 'lapsed', 'cancelled', 'revoked']
    AND coalesce(x.balance, 1) > 0
  RETURN x.category + ' ' + coalesce(x.case_no, x.notice_no, x.registration_no, x.decision_no, x.tax_type, a.valid_from) AS event,
    proof(x, a, p) AS record
  ORDER BY a.fact_id LIMIT 200
  UNION ALL
  MATCH mentions(p, m, bearer, held)-[a:INVESTS_IN]->meant(b, n, o, held)
  WHERE held(a) AND usable(a)
  MATCH (x:Statement {id: a.by[0]})
  RETURN 'stake ' + o.id AS event, proof(x, a, p) AS record ORDER BY a.fact_id LIMIT 50
}
WITH p, notice, collect(DISTINCT event) AS against, collect(record) AS records
WHERE size(against) >= $least
WITH p, notice, against, records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {against: size(against), days: duration.inDays(date(notice.day), date($as_of)).days},
  roots: against, records: [notice.record] + records
}) AS found
