// question: warnings.administrative.penalty_repeated
// title: Enterprises penalised again for the same kind of violation
// title_zh: 同类违法行为再次受罚的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, least: int 2..100, apart: int 1..4000
// needs: penalty
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2023-01-01", "least": 2, "apart": 365}
// Of each kind of violation: decisions with numbers of their own, as many days before the newest at most.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Penalty)
WHERE held(r) AND usable(r) AND s.violation_type IS NOT NULL
WITH p, s.violation_type AS violation, coalesce(s.decision_no, r.fact_id) AS root, r.valid_from AS day, proof(s, r, p) AS record
WITH p, violation, root, min(day) AS day, collect(record) AS records
WITH p, violation, max(day) AS newest, collect({root: root, day: day, records: records}) AS decisions
WHERE newest >= $since
WITH p, newest, [x IN decisions WHERE duration.inDays(date(x.day), date(newest)).days <= $apart] AS near
WHERE size(near) >= $least
WITH p, near, duration.inDays(date(reduce(d = newest, x IN near | CASE WHEN x.day < d THEN x.day ELSE d END)), date(newest)).days AS days
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {decisions: size(near), days: days}, roots: [x IN near | x.root],
  records: reduce(all_ = [], x IN near | all_ + x.records)
}) AS found
