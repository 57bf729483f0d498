// question: warnings.administrative.listed_long
// title: Enterprises that have been on the list of abnormal operations for so long that a graver list is near
// title_zh: 列入经营异常名录将满三年的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, until: str
// needs: abnormal_operations
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "until": "2024-01-01"}
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:AbnormalOperations)
WHERE held(r) AND usable(r) AND r.valid_from <= $until AND NOT coalesce(s.since_unknown, false)
WITH p, min(r.valid_from) AS first, collect(r.valid_from + ' ' + coalesce(s.cause, '')) AS roots, collect(proof(s, r, p)) AS records
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {days: duration.inDays(date(first), date($as_of)).days}, roots: roots, records: records
}) AS found
