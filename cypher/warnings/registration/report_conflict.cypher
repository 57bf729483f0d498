// question: warnings.registration.report_conflict
// title: Enterprises whose annual report does not fit the register, or itself
// title_zh: 年度报告与登记不符或自相矛盾的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, year: int 1990..9999, off: float 0..1, least: int 1..10
// needs: enterprise, annual_report, shareholder
// public: no
// names: holders are compared as the two lists name them
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "year": 2023, "off": 0.01, "least": 1}
// Of the report of the last year that is due: subscribed capital off that of the register, holders that differ from those of the
// register, revenue without staff. The register is that of the last day of the year, the holders of the report are those of one list
// stated since and before the next year was over. A correction of the report takes its place.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:AnnualReport)
WHERE held(r) AND usable(r) AND s.report_year = $year
WITH p, s, r ORDER BY r.valid_from DESC, s.id DESC
WITH p, head(collect({staff: s.employees, turnover: s.turnover, record: proof(s, r, p)})) AS report
WITH p, report, toString($year) + '-12-31' AS end, toString($year + 1) + '-12-30' AS next_
WITH p, report, end, CASE WHEN $as_of < next_ THEN $as_of ELSE next_ END AS on_
WITH p, report, end, on_, head(COLLECT {
  MATCH (p)<-[a:ABOUT]-(n:Registration)
  WHERE ever_held(a) AND usable(a) AND a.role = 'party' AND a.valid_from <= end AND end < a.valid_to
  RETURN {capital: n.registered_capital, currency: coalesce(n.registered_capital_currency, 'CNY')} ORDER BY a.valid_from DESC, n.id DESC LIMIT 1
}) AS register
CALL (p, end) {
  MATCH mentions(p, m, bearer, held)<-[h:INVESTS_IN]-(o:Party)
  WHERE ever_held(h) AND usable(h) AND h.valid_from <= end AND end < h.valid_to AND h.basis IN ['register', 'promoters']
  MATCH (x:Statement {id: h.by[0]})
  WITH h.basis AS basis, x.provider AS provider, max(x.day) AS day, collect(DISTINCT o.id) AS holders
  ORDER BY basis DESC, day DESC, provider
  RETURN coalesce(head(collect(holders)), []) AS registered
}
CALL (p, end, on_) {
  MATCH mentions(p, m, bearer, held)<-[h:INVESTS_IN]-(o:Party)
  WHERE ever_held(h) AND usable(h) AND h.basis = 'annual_report' AND h.valid_from <= on_ AND on_ < h.valid_to
  UNWIND h.by AS by_
  MATCH (x:Statement {id: by_})
  WHERE end <= x.day AND x.day <= on_
  WITH x.provider AS provider, h, o, max(x.day) AS day, head(collect(proof(x, h, p))) AS stake
  WITH provider, max(day) AS day, collect(DISTINCT o.id) AS holders, sum(coalesce(h.subscribed, 0)) AS subscribed, collect(stake) AS stakes
  ORDER BY day DESC, provider
  WITH collect({holders: holders, subscribed: subscribed, stakes: stakes}) AS lists
  RETURN coalesce(head(lists).holders, []) AS reported, coalesce(head(lists).subscribed, 0) AS subscribed, coalesce(head(lists).stakes, []) AS stakes
}
WITH p, report, register, stakes,
  CASE WHEN size(registered) > 0 AND size(reported) > 0
    AND (any(x IN reported WHERE NOT x IN registered) OR any(x IN registered WHERE NOT x IN reported)) THEN ['holders'] ELSE [] END
  + CASE WHEN subscribed > 0 AND register.capital > 0 AND register.currency = 'CNY'
    AND abs(subscribed - register.capital) > $off * register.capital THEN ['capital'] ELSE [] END
  + CASE WHEN report.staff = 0 AND report.turnover > 0 THEN ['staff'] ELSE [] END AS conflicts
WHERE size(conflicts) >= $least
WITH p, report, stakes, conflicts LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {conflicts: size(conflicts), year: $year}, roots: [x IN conflicts | toString($year) + ' ' + x],
  records: [report.record] + stakes
}) AS found
