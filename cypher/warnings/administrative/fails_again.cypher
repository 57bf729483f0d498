// question: warnings.administrative.fails_again
// title: Enterprises whose products failed spot checks again
// title_zh: 产品抽查连续不合格的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, failed: list[str], passed: list[str], same: int 2..100, several: int 2..100
// needs: spot_check
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2023-01-01", "failed": ["不合格"], "passed": ["未发现"], "same": 2, "several": 3}
// One sample counts once, however many reports there are of it: a sample is a product and its batch.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:SpotCheck)
WHERE held(r) AND usable(r) AND s.checked_on >= $since AND any(w IN $failed WHERE s.result CONTAINS w)
  AND NOT any(w IN $passed WHERE s.result CONTAINS w)
WITH p, coalesce(s.product, r.fact_id) AS product, coalesce(s.product + ' ' + s.batch_no, r.fact_id) AS sample, proof(s, r, p) AS record
WITH p, product, collect(DISTINCT sample) AS samples, collect(record) AS records
WITH p, max(size(samples)) AS same, sum(size(samples)) AS failed, collect(samples) AS roots, collect(records) AS records
WHERE same >= $same OR failed >= $several
WITH p, same, failed, roots, records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {same: same, failed: failed}, roots: reduce(all_ = [], x IN roots | all_ + x),
  records: reduce(all_ = [], x IN records | all_ + x)
}) AS found
