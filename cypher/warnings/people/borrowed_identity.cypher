// question: warnings.people.borrowed_identity
// title: Persons who represent several young enterprises in several provinces and hold a stake in none
// title_zh: 疑似被冒名登记的法定代表人
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, least: int 1..1000, provinces: int 1..40
// needs: enterprise, legal_representative, shareholder
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2019-01-01", "least": 1, "provinces": 1}
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[c:REPRESENTS]-(q:Person)
WHERE held(c) AND usable(c) AND NOT q.id STARTS WITH 'person:' AND heads(c)
WITH DISTINCT q
MATCH (q)-[c:REPRESENTS]->(e:Enterprise)
WHERE held(c) AND usable(c) AND heads(c)
WITH q, e, c, register_of(e) AS register
WHERE register.established >= $since
  AND NOT EXISTS { MATCH (q)-[h:INVESTS_IN]->(e) WHERE held(h) }
MATCH (x:Statement {id: c.by[0]})
WITH q, e, substring(coalesce(register.region, substring(e.id, 7, 6)), 0, 2) AS province, register.record AS own, proof(x, c, e) AS post
ORDER BY e.id
WITH q, collect(DISTINCT e.id) AS firms, collect(DISTINCT province) AS provinces, collect(own) AS owns, collect(post) AS posts
WHERE size(firms) >= $least AND size(provinces) >= $provinces
WITH q, firms, provinces, owns, posts LIMIT $most + 1
RETURN collect({
  party: head(firms), roles: {person: q.id}, figures: {firms: size(firms), provinces: size(provinces)}, roots: firms,
  records: owns + posts
}) AS found
