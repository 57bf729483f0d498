// question: warnings.debts.over_guarantor
// title: Enterprises that guarantee more than their net assets bear
// title_zh: 过度担保
// params: party_ids: list[str], most: int 1..20000 = 5000, ordinary: float 0..1000, financing: float 0..1000, single: float 0..1000, words: list[str]
// needs: enterprise, guarantee, annual_report
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "ordinary": 1, "financing": 10, "single": 0.1, "words": ["融资担保"]}
// Of who guarantees by trade more than so many times its net assets, or too much for one debtor; of anybody else as much as them.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[r:GUARANTEED_BY]-(d:Party)
WHERE held(r) AND usable(r) AND r.amount > 0
MATCH (s:Statement {id: r.by[0]})
WITH p, d, sum(r.amount) AS of_one, collect(r.fact_id) AS facts, collect(proof(s, r, p)) AS records
WITH p, sum(of_one) AS amount, max(of_one) AS largest, collect(facts) AS facts, collect(records) AS records
CALL (p) {
  MATCH (p)<-[a:ABOUT]-(s:AnnualReport) WHERE held(a) AND usable(a) AND s.equity > 0
  RETURN s.equity AS equity, proof(s, a, p) AS report ORDER BY s.report_year DESC, a.valid_from DESC LIMIT 1
}
WITH p, amount, largest, facts, records, equity, report, register_of(p) AS register
WITH p, amount, largest, facts, records, equity, report, any(w IN $words WHERE coalesce(register.scope, '') CONTAINS w) AS by_trade
WHERE (by_trade AND (amount > $financing * equity OR largest > $single * equity)) OR (NOT by_trade AND amount >= $ordinary * equity)
WITH p, amount, largest, facts, records, equity, report LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {ratio: toFloat(amount) / equity, single: toFloat(largest) / equity, amount: amount},
  roots: reduce(all_ = [], x IN facts | all_ + x), records: reduce(all_ = [report], x IN records | all_ + x)
}) AS found
