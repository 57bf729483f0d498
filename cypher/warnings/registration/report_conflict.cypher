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
// register on the last day of the year, revenue without staff. A correction of the report takes its place.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:AnnualReport)
WHERE held(r) AND usable(r) AND s.report_year = $year
WITH p, s, r ORDER BY r.valid_from DESC, s.id DESC
WITH p, head(collect({staff: s.employees, turnover: s.turnover, record: proof(s, r, p)})) AS report
WITH p, report, register_of(p) AS register, toString($year) + '-12-31' AS end
CALL (p, end) {
  MATCH mentions(p, m, bearer, held)<-[h:INVESTS_IN]-(o:Party)
  WHERE ever_held(h) AND usable(h) AND h.valid_from <= end AND end < h.valid_to AND h.basis IN ['register', 'promoters']
  RETURN collect(DISTINCT o.id) AS registered
}
CALL (p, end) {
  MATCH mentions(p, m, bearer, held)<-[h:INVESTS_IN]-(o:Party)
  WHERE held(h) AND usable(h) AND h.basis = 'annual_report'
  MATCH (x:Statement {id: h.by[0]})
  RETURN collect(DISTINCT o.id) AS reported, sum(coalesce(h.subscribed, 0)) AS subscribed, collect(proof(x, h, p)) AS stakes
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
