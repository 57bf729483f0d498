// question: warnings.people.restricted_in_post
// title: Persons in post who may hold none: dishonest debtors, and who represented an enterprise that was revoked of late
// title_zh: 受限人员任职的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, states: list[str], offices: list[str]
// needs: enterprise, legal_representative, key_person, dishonest_debtor, licence_revocation
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2021-06-01", "states": ["revoked"], "offices": ["(?i)董事长?"]}
// The person represented the other enterprise on the day on which it was revoked. Posts are those that
// `offices`, regular expressions, match as a whole, a title of several taken apart.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[c:REPRESENTS|HOLDS_POSITION]-(q:Person)
WHERE held(c) AND usable(c) AND NOT q.id STARTS WITH 'person:' AND ((type(c) = 'REPRESENTS' AND heads(c))
  OR (type(c) <> 'REPRESENTS'
    AND any(x IN split(replace(coalesce(c.post, ''), '兼任', '兼'), '兼') WHERE any(w IN $offices WHERE trim(x) =~ w))))
MATCH (z:Statement {id: c.by[0]})
WITH p, q, collect(proof(z, c, p)) AS posts
CALL (q) {
  MATCH (q)<-[a:ABOUT]-(s:DishonestDebtor) WHERE held(a) AND usable(a) AND a.role = 'party'
  RETURN null AS firm, coalesce(s.case_no, a.fact_id) AS root, [proof(s, a, q)] AS records
  UNION ALL
  MATCH (q)-[o:REPRESENTS]->(f:Enterprise) WHERE ever_held(o) AND usable(o) AND heads(o)
  MATCH (f)<-[a:ABOUT]-(s:LicenceRevocation) WHERE held(a) AND usable(a) AND s.revoked_on >= $since
    AND o.valid_from <= s.revoked_on AND s.revoked_on < o.valid_to
  MATCH (y:Statement {id: o.by[0]})
  RETURN f.id AS firm, f.id + ' ' + s.revoked_on AS root, [proof(s, a, f), proof(y, o, f)] AS records
  UNION ALL
  MATCH (q)-[o:REPRESENTS]->(f:Enterprise) WHERE ever_held(o) AND usable(o) AND heads(o)
  MATCH (f)<-[a:ABOUT]-(s:Registration) WHERE held(a) AND usable(a) AND a.role = 'party' AND s.state IN $states
  WITH q, o, f, a, s, $states AS states
  WITH q, o, f, a, s, revoked_since(f, s, states) AS day
  WHERE day >= $since AND o.valid_from <= day AND day < o.valid_to
  MATCH (y:Statement {id: o.by[0]})
  RETURN f.id AS firm, f.id + ' ' + day AS root, [proof(s, a, f), proof(y, o, f)] AS records
}
WITH p, q, posts, firm, root, records WHERE coalesce(firm, '') <> p.id
WITH p, q, posts, collect(DISTINCT firm) AS firms, collect(root) AS roots, collect(records) AS grounds
WITH p, q, posts, firms, roots, grounds LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {person: q.id}, figures: {grounds: size(grounds), firms: size(firms)}, roots: roots,
  records: reduce(all_ = posts, x IN grounds | all_ + x)
}) AS found
