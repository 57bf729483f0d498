// question: warnings.debts.tax_then_transfer
// title: Enterprises that owe taxes and gave away stakes or mortgaged chattels since
// title_zh: 欠税后转移财产
// params: party_ids: list[str], most: int 1..20000 = 5000, amount: float 0..1000000000000, within: int 0..4000
// needs: enterprise, tax_arrears, equity_change, chattel_mortgage, legal_representative
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "amount": 1, "within": 400}
// A stake that it held became less, a chattel was mortgaged, or who represents it founded another enterprise.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[t:ABOUT]-(s:TaxArrears)
WHERE held(t) AND usable(t) AND s.balance > 0 AND coalesce(s.balance_currency, 'CNY') = 'CNY'
WITH p, sum(s.balance) AS owed, min(t.valid_from) AS day, collect(DISTINCT coalesce(s.tax_type, '') + ' ' + t.valid_from) AS taxes, collect(proof(s, t, p)) AS arrears
WHERE owed >= $amount
CALL (p, day) {
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:EquityChange)
  WHERE ever_held(a) AND usable(a) AND a.role = 'holder' AND x.after < x.before
  RETURN x.changed_on AS when_, a.fact_id AS fact, proof(x, a, p) AS record
  UNION ALL
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:ChattelMortgage)
  WHERE ever_held(a) AND usable(a) AND a.role = 'mortgagor'
  RETURN a.valid_from AS when_, a.fact_id AS fact, proof(x, a, p) AS record
  UNION ALL
  MATCH mentions(p, m, bearer, held)<-[c:REPRESENTS]-(q:Person)-[o:REPRESENTS]->meant(b, n, e, held)
  WHERE held(c) AND held(o) AND usable(o) AND e.id <> p.id AND NOT q.id STARTS WITH 'person:'
  WITH e, register_of(e) AS register
  RETURN register.established AS when_, e.id AS fact, register.record AS record
}
WITH p, owed, day, taxes, arrears, when_, fact, record, duration.inDays(date(day), date(when_)).days AS days
WHERE 0 <= days AND days <= $within
WITH p, owed, taxes, arrears, min(days) AS days, collect(DISTINCT fact) AS facts, collect(record) AS records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {owed: owed, transfers: size(facts), days: days}, roots: taxes + facts, records: arrears + records
}) AS found
