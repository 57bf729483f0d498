// question: warnings.people.wages_new_firm
// title: Enterprises listed for unpaid wages whose representative or holder has founded another one since
// title_zh: 列入欠薪名单后另设企业
// params: party_ids: list[str], most: int 1..20000 = 5000, share: float 0..1
// needs: enterprise, wage_arrears_list, legal_representative, shareholder
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "share": 0.5}
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[a:ABOUT]-(s:WageArrearsList)
WHERE held(a) AND usable(a)
MATCH (p)<-[c:REPRESENTS|INVESTS_IN]-(q:Person)
WHERE held(c) AND usable(c) AND NOT q.id STARTS WITH 'person:' AND ((type(c) = 'REPRESENTS' AND heads(c)) OR c.share >= $share)
MATCH (q)-[o:REPRESENTS|INVESTS_IN]->(n:Enterprise)
WHERE held(o) AND usable(o) AND n.id <> p.id AND ((type(o) = 'REPRESENTS' AND heads(o)) OR o.share >= $share)
WITH p, q, n, a, s, o, register_of(n) AS register
WHERE register.established > a.valid_from
MATCH (x:Statement {id: o.by[0]})
WITH DISTINCT p, q, n, a.valid_from AS day, proof(s, a, p) AS listed, proof(x, o, n) AS post, register LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {person: q.id, founded: n.id}, figures: {days: duration.inDays(date(day), date(register.established)).days},
  roots: [day, n.id], records: [listed, post, register.record]
}) AS found
