// question: warnings.registration.no_report
// title: Enterprises that filed no annual report for the last year that is due
// title_zh: 未按期公示年度报告的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, year: int 1990..9999
// needs: enterprise, annual_report
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "year": 2023}
// One founded within the year after it owes none for it yet.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE register.established IS NOT NULL AND toInteger(substring(register.established, 0, 4)) <= $year
  AND NOT EXISTS {
    MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:AnnualReport)
    WHERE ever_held(r) AND s.report_year = $year
  }
WITH p, register LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {year: $year}, roots: [toString($year)], records: [register.record]
}) AS found
