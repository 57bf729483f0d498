// question: warnings.administrative.listed_twice
// title: Enterprises on the list of abnormal operations for annual reports of several years, and unreachable
// title_zh: 多年未年报且失联的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, annual: list[str], unreachable: list[str], least: int 1..20
// needs: abnormal_operations
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "annual": ["年度报告"], "unreachable": ["联系"], "least": 2}
// A report that was not filed is listed in the year in which it was due: so many years of listing are so many reports.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:AbnormalOperations)
WHERE held(r) AND usable(r) AND s.cause IS NOT NULL
WITH p, any(w IN $annual WHERE s.cause CONTAINS w) AS annual, any(w IN $unreachable WHERE s.cause CONTAINS w) AS unreachable,
  substring(r.valid_from, 0, 4) AS year, r.valid_from + ' ' + s.cause AS root, proof(s, r, p) AS record
WHERE annual OR unreachable
WITH p, collect(DISTINCT CASE WHEN annual THEN year END) AS years, count(CASE WHEN unreachable THEN 1 END) AS lost,
  collect(root) AS roots, collect(record) AS records
WHERE size(years) >= $least AND lost > 0
WITH p, years, roots, records LIMIT $most + 1
RETURN collect({party: p.id, roles: {}, figures: {reports: size(years)}, roots: roots, records: records}) AS found
