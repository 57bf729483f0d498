// question: warnings.people.reborn
// title: Enterprises founded about when another one of the same person, trade and place was revoked
// title_zh: 吊销后另设同业企业
// params: party_ids: list[str], most: int 1..20000 = 5000, earlier: int 0..4000, later: int 0..4000, share: float 0..1, digits: int 1..5, states: list[str]
// needs: enterprise, legal_representative, shareholder
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "earlier": 183, "later": 731, "share": 0.5, "digits": 3, "states": ["revoked"]}
// The same person represents both, or holds half of them; both state one address or telephone. The day is
// that of the revocation, or else the first on which the state is known without a break.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE register.established IS NOT NULL AND register.industry IS NOT NULL
MATCH (p)<-[c:REPRESENTS|INVESTS_IN]-(q:Person)
WHERE held(c) AND usable(c) AND NOT q.id STARTS WITH 'person:' AND ((type(c) = 'REPRESENTS' AND heads(c)) OR c.share >= $share)
MATCH (q)-[o:REPRESENTS|INVESTS_IN]->(f:Enterprise)
WHERE ever_held(o) AND usable(o) AND f.id <> p.id AND ((type(o) = 'REPRESENTS' AND heads(o)) OR o.share >= $share)
MATCH (f)<-[a:ABOUT]-(s:Registration)
WHERE held(a) AND usable(a) AND a.role = 'party' AND s.state IN $states
  AND substring(s.industry, 0, $digits) = substring(register.industry, 0, $digits)
WITH p, q, f, c, o, s, a, register, $states AS states
WITH p, q, f, c, o, s, a, register, revoked_since(f, s, states) AS day
WHERE o.valid_from <= day AND day <= o.valid_to
WITH p, q, f, c, o, s, a, register, day, duration.inDays(date(day), date(register.established)).days AS days
WHERE 0 - $earlier <= days AND days <= $later AND EXISTS {
  MATCH (p)<-[w:ABOUT]-(u:Registration)-[e:STATES]->(t:Address|Phone)
  WHERE held(w) AND w.role = 'party' AND e.property IN $stating[u.category]
  MATCH (t)<-[g:STATES]-(v:Registration)-[i:ABOUT]->(f)
  WHERE ever_held(i) AND i.role = 'party' AND g.property IN $stating[v.category]
}
MATCH (x:Statement {id: c.by[0]})
MATCH (y:Statement {id: o.by[0]})
WITH DISTINCT p, f, q, day, days, register.record AS own, proof(s, a, f) AS revoked, proof(x, c, p) AS here, proof(y, o, f) AS there
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {person: q.id, revoked: f.id}, figures: {days: days}, roots: [f.id + ' ' + day],
  records: [own, revoked, here, there]
}) AS found
