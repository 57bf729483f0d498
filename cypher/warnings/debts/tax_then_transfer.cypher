// question: warnings.debts.tax_then_transfer
// title: Enterprises that owe taxes and gave away stakes or mortgaged chattels since
// title_zh: 欠税后转移财产
// params: party_ids: list[str], most: int 1..20000 = 5000, amount: float 0..1000000000000, within: int 0..4000
// needs: enterprise, tax_arrears, equity_change, chattel_mortgage, legal_representative
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "amount": 1, "within": 400}
// A stake that it held became less, a chattel was mortgaged, or who represents it founded another enterprise. Of each authority and
// tax the newest balance counts; the arrears are those of the day since which, without a break, they come to the amount.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[t:ABOUT]-(s:TaxArrears)
WHERE ever_held(t) AND usable(t) AND s.balance IS NOT NULL AND coalesce(s.balance_currency, 'CNY') = 'CNY'
WITH p, s, t, coalesce(head(COLLECT {
  MATCH (s)-[f:REFERS]->(:Identifier)-[:IDENTIFIES]->(c:Party) WHERE f.role = 'authority'
  RETURN coalesce(f.name, c.id) AS name_ ORDER BY name_ LIMIT 1
}), '') AS authority
WITH p, collect({
  tax: authority + ' ' + coalesce(s.tax_type, ''), day: t.valid_from, until: t.valid_to, fact: t.fact_id, balance: s.balance,
  record: proof(s, t, p)
}) AS stated
UNWIND [x IN stated | x.day] + [x IN stated | x.until] AS on_
WITH DISTINCT p, stated, on_
WHERE on_ <= $as_of
UNWIND stated + [{tax: '', day: '', until: '~', fact: '', balance: 0, record: null}] AS x
WITH p, on_, x ORDER BY x.day DESC, x.fact DESC
WHERE x.day <= on_ AND on_ < x.until
WITH p, on_, x.tax AS tax, head(collect(x)) AS newest
WITH p, on_, sum(newest.balance) AS owed, collect(newest) AS there
WITH p, on_, owed, there ORDER BY on_
WITH p, collect({day: on_, owed: owed, there: [x IN there WHERE x.balance > 0]}) AS days
WITH p, last(days) AS now_, reduce(first = null, x IN days | CASE WHEN x.owed < $amount THEN null ELSE coalesce(first, x.day) END) AS day
WHERE day IS NOT NULL
WITH p, now_.owed AS owed, day, [x IN now_.there | x.tax] AS taxes, [x IN now_.there | x.record] AS arrears
CALL (p, day) {
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:EquityChange)
  WHERE ever_held(a) AND usable(a) AND a.role = 'holder' AND x.after < x.before
  MATCH (x)-[e:ABOUT]->meant(b, n, q, held) WHERE ever_held(e) AND e.role = 'enterprise'
  RETURN x.changed_on AS when_, 'stake ' + q.id + ' ' + x.changed_on AS event, proof(x, a, p) AS record
  UNION ALL
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:ChattelMortgage)
  WHERE ever_held(a) AND usable(a) AND a.role = 'mortgagor'
  RETURN x.registered_on AS when_, 'mortgage ' + x.registration_no AS event, proof(x, a, p) AS record
  UNION ALL
  MATCH mentions(p, m, bearer, held)<-[c:REPRESENTS]-(q:Person)-[o:REPRESENTS]->meant(b, n, e, held)
  WHERE held(c) AND held(o) AND usable(o) AND e.id <> p.id AND NOT q.id STARTS WITH 'person:' AND heads(c) AND heads(o)
  WITH e, register_of(e) AS register
  RETURN register.established AS when_, 'founded ' + e.id AS event, register.record AS record
}
WITH p, owed, day, taxes, arrears, when_, event, record, duration.inDays(date(day), date(when_)).days AS days
WHERE 0 <= days AND days <= $within
WITH p, owed, taxes, arrears, min(days) AS days, collect(DISTINCT event) AS events, collect(record) AS records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {owed: owed, transfers: size(events), days: days}, roots: taxes + events, records: arrears + records
}) AS found
