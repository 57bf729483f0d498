// question: warnings.administrative.many_departments
// title: Enterprises penalised by several departments within a time
// title_zh: 短期内被多个部门处罚的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, least: int 2..100
// needs: penalty
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2023-01-01", "least": 2}
// What departments decided together has one number, and counts once.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Penalty)
WHERE held(r) AND usable(r) AND r.valid_from >= $since
MATCH (s)-[i:ISSUED_BY]->(b:Party) WHERE held(i)
WITH p, coalesce(head(meanings(b, held)).id, b.id) AS authority, coalesce(s.decision_no, r.fact_id) AS root, proof(s, r, p) AS record
WITH p, count(DISTINCT authority) AS departments, collect(DISTINCT root) AS roots, collect(record) AS records
WHERE departments >= $least AND size(roots) >= $least
WITH p, departments, roots, records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {departments: departments, decisions: size(roots)}, roots: roots, records: records
}) AS found
