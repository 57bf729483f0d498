// question: warnings.equity.closed_loop
// title: Enterprises that hold each other whole, so that nobody outside owns them
// title_zh: 闭环持股
// params: party_ids: list[str], most: int 1..20000 = 5000, whole: float 0..1
// needs: shareholder
// public: no
// names: a list is whole with every holder in it alone, and a bare name is one from outside
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "whole": 0.999}
// Loops of two, three and four, each found once, at the enterprise of the smallest id: every list of holders is whole, and names
// nobody but them. A list that is not whole is not asked about; of several
// of one enterprise that of the register is taken, or else the last, and none may name somebody else.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
CALL (p) {
  MATCH (p)-[a:INVESTS_IN]->(b:Enterprise)-[c:INVESTS_IN]->(p)
  WHERE held(a) AND held(c) AND p.id < b.id
  RETURN [p, b] AS members
  UNION
  MATCH (p)-[a:INVESTS_IN]->(b:Enterprise)-[c:INVESTS_IN]->(d:Enterprise)-[e:INVESTS_IN]->(p)
  WHERE held(a) AND held(c) AND held(e) AND p.id < b.id AND p.id < d.id AND b.id <> d.id
  RETURN [p, b, d] AS members
  UNION
  MATCH (p)-[a:INVESTS_IN]->(b:Enterprise)-[c:INVESTS_IN]->(d:Enterprise)-[e:INVESTS_IN]->(f:Enterprise)-[g:INVESTS_IN]->(p)
  WHERE held(a) AND held(c) AND held(e) AND held(g) AND p.id < b.id AND p.id < d.id AND p.id < f.id
    AND b.id <> d.id AND d.id <> f.id AND b.id <> f.id
  RETURN [p, b, d, f] AS members
}
WITH DISTINCT p, members
UNWIND members AS q
MATCH (q)<-[r:INVESTS_IN]-(h:Party)
WHERE held(r) AND usable(r)
MATCH (s:Statement {id: r.by[0]})
WITH p, members, q, coalesce(r.basis, 'register') AS basis, s.provider AS provider, max(s.day) AS day,
  sum(CASE WHEN h IN members THEN coalesce(r.share, 0) ELSE 0 END) AS inside, count(CASE WHEN NOT h IN members THEN 1 END) AS outside,
  collect(DISTINCT h.id + ' ' + q.id) AS stakes, collect(proof(s, r, q)) AS records
ORDER BY basis = 'register' DESC, day DESC, provider
WITH p, members, q, sum(outside) AS outside, head(collect({inside: inside, stakes: stakes, records: records})) AS list
WITH p, members, min(list.inside) AS inside, sum(outside) AS outside, count(*) AS size_, collect(list.stakes) AS stakes, collect(list.records) AS records
WHERE outside = 0 AND inside >= $whole AND size_ = size(members)
WITH p, members, [x IN members | x.id] AS ids, inside, stakes, records LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {second: ids[1], third: ids[2], fourth: ids[3]},
  figures: {firms: size(members), inside: inside}, roots: reduce(all_ = [], x IN stakes | all_ + x),
  records: reduce(all_ = [], x IN records | all_ + x)
}) AS found
