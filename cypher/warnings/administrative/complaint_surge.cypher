// question: warnings.administrative.complaint_surge
// title: Enterprises with many more complaints than they used to have
// title_zh: 投诉激增的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, days: int 1..366, before: int 1..4000, least: int 1..1000, new_expected: float 0..1000000
// needs: consumer_complaint, enterprise
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "days": 200, "before": 365, "least": 1, "new_expected": 0.5}
// `expected` are as many in so many `days` as came in the time `before` them; of an enterprise that is younger, `new_expected`.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:ConsumerComplaint)
WHERE held(r) AND usable(r)
WITH p, coalesce(s.complaint_no, r.fact_id) AS number, duration.inDays(date(r.valid_from), date($as_of)).days AS age, proof(s, r, p) AS record
WHERE age < $days + $before
WITH p, collect(DISTINCT CASE WHEN age < $days THEN number END) AS recent, count(DISTINCT CASE WHEN age >= $days THEN number END) AS earlier,
  collect(CASE WHEN age < $days THEN record END) AS records
WHERE size(recent) >= $least
WITH p, recent, earlier, records, register_of(p) AS register
WITH p, recent, records, CASE
    WHEN duration.inDays(date(coalesce(register.established, '1900-01-01')), date($as_of)).days < $days + $before THEN $new_expected
    ELSE toFloat(earlier) * $days / $before
  END AS expected
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {recent: size(recent), expected: expected}, roots: recent, records: records
}) AS found
