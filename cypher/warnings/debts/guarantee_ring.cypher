// question: warnings.debts.guarantee_ring
// title: Enterprises that guarantee each other's debts in a circle
// title_zh: 担保圈
// params: party_ids: list[str], most: int 1..20000 = 5000, part: float 0..1000
// needs: guarantee, annual_report
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "part": 0.3}
// Circles of two, three and four, each found once, at the enterprise of the smallest id. What they guarantee each other is
// compared with the sum of their net assets, by the last report of each. A guarantee is one by
// its parties, amount and first day, however many reports and providers state it.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
CALL (p) {
  MATCH (p)-[a:GUARANTEED_BY]->(b:Enterprise)-[c:GUARANTEED_BY]->(p)
  WHERE held(a) AND held(c) AND p.id < b.id
  RETURN [a, c] AS links, [p, b] AS members
  UNION ALL
  MATCH (p)-[a:GUARANTEED_BY]->(b:Enterprise)-[c:GUARANTEED_BY]->(d:Enterprise)-[e:GUARANTEED_BY]->(p)
  WHERE held(a) AND held(c) AND held(e) AND p.id < b.id AND p.id < d.id AND b.id <> d.id
  RETURN [a, c, e] AS links, [p, b, d] AS members
  UNION ALL
  MATCH (p)-[a:GUARANTEED_BY]->(b:Enterprise)-[c:GUARANTEED_BY]->(d:Enterprise)-[e:GUARANTEED_BY]->(f:Enterprise)-[g:GUARANTEED_BY]->(p)
  WHERE held(a) AND held(c) AND held(e) AND held(g) AND p.id < b.id AND p.id < d.id AND p.id < f.id
    AND b.id <> d.id AND d.id <> f.id AND b.id <> f.id
  RETURN [a, c, e, g] AS links, [p, b, d, f] AS members
}
WITH p, members, links WHERE all(x IN links WHERE x.usable)
WITH p, members, reduce(all_ = [], x IN collect(links) | all_ + x) AS links
UNWIND links AS r
MATCH (s:Statement {id: r.by[0]})
WITH DISTINCT p, members, r, s
WITH p, members, r, s, coalesce(head(COLLECT {
  MATCH (s)-[f:REFERS]->(:Identifier)-[:IDENTIFIES]->(c:Party) WHERE f.role = 'creditor'
  RETURN c.id ORDER BY c.id LIMIT 1
}), '') AS creditor
ORDER BY coalesce(s.report_year, 0) DESC, r.valid_from DESC, r.fact_id
WITH p, members, startNode(r).id AS debtor, endNode(r).id AS guarantor, creditor, coalesce(r.amount, 0) AS amount,
  coalesce(s.due_from, '') AS due, head(collect(proof(s, r, p))) AS record
WITH p, members, collect({event: debtor + ' ' + guarantor + ' ' + creditor + ' ' + due, amount: amount, record: record}) AS guarantees
UNWIND members AS q
CALL (q) {
  OPTIONAL MATCH (q)<-[a:ABOUT]-(s:AnnualReport) WHERE held(a) AND usable(a) AND s.equity IS NOT NULL
  RETURN s.equity AS equity ORDER BY s.report_year DESC, a.valid_from DESC LIMIT 1
}
WITH p, members, guarantees, sum(coalesce(equity, 0)) AS equity, count(equity) AS stated
WITH p, [x IN members | x.id] AS ids, guarantees, equity, stated, reduce(t = 0, x IN guarantees | t + x.amount) AS amount
WHERE stated = size(ids) AND equity > 0 AND amount >= $part * equity
WITH p, ids, guarantees, equity, amount LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {second: ids[1], third: ids[2], fourth: ids[3]}, risky: ids,
  figures: {firms: size(ids), amount: amount, part: toFloat(amount) / equity}, roots: [x IN guarantees | x.event],
  records: [x IN guarantees | x.record]
}) AS found
