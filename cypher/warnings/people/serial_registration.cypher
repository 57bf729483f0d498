// question: warnings.people.serial_registration
// title: Enterprises founded in a row by the same person or under one telephone, at one address or by one agent
// title_zh: 批量注册
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, least: int 2..1000, apart: int 0..4000, crowd: int 2..2000
// needs: enterprise, legal_representative, executive, shareholder
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2019-01-01", "least": 2, "apart": 30, "crowd": 200}
// A row is told by the earliest that is founded so few days before or after. Of an address or agent that more than `crowd` state,
// so many are looked at.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE register.established >= $since
MATCH (p)<-[r:ABOUT]-(s:Registration)-[d:STATES]->(t:Address|Agent)
WHERE held(r) AND r.role = 'party' AND d.property IN $stating[s.category]
WITH p, register, collect(DISTINCT t) AS places
CALL (p, register, places) {
  UNWIND places AS t
  MATCH (t)<-[e:STATES]-(u:Registration)-[a:ABOUT]->(q:Enterprise)
  WHERE held(a) AND a.role = 'party' AND e.property IN $stating[u.category] AND q.id <> p.id
  WITH DISTINCT p, register, q LIMIT $crowd
  WITH p, register, q, register_of(q) AS its
  WHERE abs(duration.inDays(date(register.established), date(its.established)).days) <= $apart AND (EXISTS {
    MATCH (p)<-[c:REPRESENTS|HOLDS_POSITION|INVESTS_IN]-(x:Person)-[k:REPRESENTS|HOLDS_POSITION|INVESTS_IN]->(q)
    WHERE held(c) AND held(k) AND NOT x.id STARTS WITH 'person:'
  } OR EXISTS {
    MATCH (p)<-[b:ABOUT]-(v:Registration)-[f:STATES]->(n:Phone)<-[g:STATES]-(w:Registration)-[h:ABOUT]->(q)
    WHERE held(b) AND held(h) AND b.role = 'party' AND h.role = 'party' AND f.property IN $stating[v.category]
      AND g.property IN $stating[w.category]
  })
  RETURN collect({id: q.id, day: its.established, record: its.record}) AS others
}
WITH p, register, others, [x IN others WHERE x.day >= register.established] AS after_it
WHERE size(after_it) + 1 >= $least
WITH p, register, others, after_it,
  reduce(e = {day: register.established, id: p.id}, x IN others |
    CASE WHEN x.day < e.day OR (x.day = e.day AND x.id < e.id) THEN {day: x.day, id: x.id} ELSE e END) AS first
LIMIT $most + 1
RETURN collect({
  party: first.id, about: 'since ' + first.id, roles: {},
  figures: {firms: size(after_it) + 1}, roots: [p.id] + [x IN after_it | x.id], records: [register.record] + [x IN after_it | x.record]
}) AS found
