// question: warnings.debts.over_guarantor
// title: Enterprises that guarantee more than their net assets bear
// title_zh: 过度担保
// params: party_ids: list[str], most: int 1..20000 = 5000, ordinary: float 0..1000, financing: float 0..1000, single: float 0..1000, words: list[str], exempt: list[str]
// needs: enterprise, guarantee, annual_report
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "ordinary": 1, "financing": 10, "single": 0.1, "words": ["融资担保"], "exempt": ["不得从事"]}
// Of who guarantees by trade more than so many times its net assets, or too much for one debtor; of anybody else as much as them.
// A guarantee is one by its debtor, creditor, amount and first day, however many reports and providers state it. Net assets are those
// of the last report; where they are none, any guarantee is too much. What follows words that are `exempt` is no scope.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[r:GUARANTEED_BY]-(d:Party)
WHERE held(r) AND usable(r) AND r.amount > 0
MATCH (s:Statement {id: r.by[0]})
WITH p, d, r, s, coalesce(head(COLLECT {
  MATCH (s)-[f:REFERS]->(:Identifier)-[:IDENTIFIES]->(c:Party) WHERE f.role = 'creditor'
  RETURN c.id ORDER BY c.id LIMIT 1
}), '') AS creditor
ORDER BY coalesce(s.report_year, 0) DESC, r.valid_from DESC, r.fact_id
WITH p, d, creditor, r.amount AS amount, coalesce(s.due_from, '') AS due, head(collect(proof(s, r, p))) AS record
WITH p, d, sum(amount) AS of_one, collect(DISTINCT d.id + ' ' + creditor + ' ' + due) AS events, collect(record) AS records
WITH p, sum(of_one) AS amount, max(of_one) AS largest, collect(events) AS events, collect(records) AS records
CALL (p) {
  MATCH (p)<-[a:ABOUT]-(s:AnnualReport) WHERE held(a) AND usable(a) AND s.equity IS NOT NULL
  RETURN s.equity AS equity, proof(s, a, p) AS report ORDER BY s.report_year DESC, a.valid_from DESC LIMIT 1
}
WITH p, amount, largest, events, records, equity, report, register_of(p) AS register
WITH p, amount, largest, events, records, equity, report,
  reduce(text = coalesce(register.scope, ''), w IN $exempt | head(split(text, w))) AS scope
WITH p, amount, largest, events, records, equity, report, any(w IN $words WHERE scope CONTAINS w) AS by_trade
WHERE (by_trade AND (amount > $financing * equity OR largest > $single * equity)) OR (NOT by_trade AND amount >= $ordinary * equity)
WITH p, amount, largest, events, records, equity, report LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {
    ratio: CASE WHEN equity > 0 THEN toFloat(amount) / equity END, single: CASE WHEN equity > 0 THEN toFloat(largest) / equity END,
    amount: amount
  },
  roots: reduce(all_ = [], x IN events | all_ + x), records: reduce(all_ = [report], x IN records | all_ + x)
}) AS found
