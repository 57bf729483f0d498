// question: warnings.equity.circular_investment
// title: Enterprises that paid in each other's capital in a circle
// title_zh: 循环出资
// params: party_ids: list[str], most: int 1..20000 = 5000, share: float 0..1, apart: int 0..4000, off: float 0..1
// needs: shareholder
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "share": 0.2, "apart": 180, "off": 0.1}
// Circles of two, three and four, each found once, at the enterprise of the smallest id. What is subscribed only paid nothing.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
CALL (p) {
  MATCH (p)-[a:INVESTS_IN]->(b:Enterprise)-[c:INVESTS_IN]->(p)
  WHERE held(a) AND held(c) AND a.share >= $share AND c.share >= $share AND p.id < b.id
  RETURN [a, c] AS stakes, [b.id] AS others
  UNION ALL
  MATCH (p)-[a:INVESTS_IN]->(b:Enterprise)-[c:INVESTS_IN]->(d:Enterprise)-[e:INVESTS_IN]->(p)
  WHERE held(a) AND held(c) AND held(e) AND a.share >= $share AND c.share >= $share AND e.share >= $share
    AND p.id < b.id AND p.id < d.id AND b.id <> d.id
  RETURN [a, c, e] AS stakes, [b.id, d.id] AS others
  UNION ALL
  MATCH (p)-[a:INVESTS_IN]->(b:Enterprise)-[c:INVESTS_IN]->(d:Enterprise)-[e:INVESTS_IN]->(f:Enterprise)-[g:INVESTS_IN]->(p)
  WHERE held(a) AND held(c) AND held(e) AND held(g)
    AND a.share >= $share AND c.share >= $share AND e.share >= $share AND g.share >= $share
    AND p.id < b.id AND p.id < d.id AND p.id < f.id AND b.id <> d.id AND d.id <> f.id AND b.id <> f.id
  RETURN [a, c, e, g] AS stakes, [b.id, d.id, f.id] AS others
}
WITH p, stakes, others
WHERE all(x IN stakes WHERE x.usable AND x.paid > 0 AND x.paid_on IS NOT NULL AND coalesce(x.paid_currency, 'CNY') = 'CNY')
UNWIND stakes AS r
MATCH (s:Statement {id: r.by[0]})
WITH p, others, min(r.paid) AS least, max(r.paid) AS highest, min(r.paid_on) AS first, max(r.paid_on) AS last_day, min(r.share) AS share,
  size(others) + 1 AS size_, collect(startNode(r).id + ' ' + endNode(r).id + ' ' + r.paid_on) AS payments, collect(proof(s, r, p)) AS records
WITH p, others, least, highest, share, size_, payments, records, duration.inDays(date(first), date(last_day)).days AS days
WHERE days <= $apart AND highest - least <= $off * highest
WITH p, others, share, days, size_, payments, records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {second: others[0], third: others[1], fourth: others[2]},
  figures: {firms: size_, share: share, days: days}, roots: payments, records: records
}) AS found
