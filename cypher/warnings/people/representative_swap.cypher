// question: warnings.people.representative_swap
// title: Enterprises that changed their representative about when they were restricted or listed as dishonest, for one with many posts
// title_zh: 受限或失信前后更换法定代表人的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, around: int 0..4000, least: int 1..1000, since: str
// needs: legal_representative, executive, shareholder, dishonest_debtor, consumption_restriction
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "around": 60, "least": 1, "since": "2020-01-01"}
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[c:REPRESENTS]-(q:Person)
WHERE held(c) AND usable(c) AND NOT q.id STARTS WITH 'person:' AND heads(c) AND c.valid_from >= $since
MATCH (p)<-[o:REPRESENTS]-(b:Party)
WHERE ever_held(o) AND heads(o) AND b.id <> q.id AND o.valid_to <= $as_of AND o.valid_from < c.valid_from
WITH DISTINCT p, q, c
WHERE NOT EXISTS { MATCH (p)<-[h:INVESTS_IN]-(q) WHERE held(h) }
WITH p, q, c, COUNT { MATCH (q)-[k:REPRESENTS|HOLDS_POSITION]->(e:Enterprise) WHERE held(k) RETURN DISTINCT e.id AS one_ } AS posts
WHERE posts >= $least
MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(s:DishonestDebtor|ConsumptionRestriction)
WHERE ever_held(a) AND usable(a) AND a.role = 'party'
WITH p, q, c, posts, s, a, abs(duration.inDays(date(a.valid_from), date(c.valid_from)).days) AS days
WHERE days <= $around
MATCH (x:Statement {id: c.by[0]})
WITH p, q, posts, min(days) AS days, collect(DISTINCT coalesce(s.case_no, a.fact_id)) AS roots, collect(proof(s, a, p)) AS records,
  proof(x, c, p) AS swap
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {person: q.id}, figures: {days: days, posts: posts}, roots: roots, records: records + [swap]
}) AS found
