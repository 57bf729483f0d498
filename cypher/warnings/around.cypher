// question: warnings.around
// title: Enterprises that a change of parties may concern: themselves, those linked to them, and those linked by a person between
// title_zh: 主体变动可能涉及的企业
// params: party_ids: list[str], most: int 1..2000 = 200
// needs: enterprise
// public: no
// names: the posts of a person stand under that person; what else is linked is followed
// answer: models.rows.warnings.WarningParties
// example: {"party_ids": ["uscc:91330106EXAMPLE115"]}
// Of a party with more links than `most` only so many are followed.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
CALL (p) {
  WITH p WHERE p:Enterprise
  RETURN p.id AS near
  UNION
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(q:Party) WHERE ever_held(r)
  WITH DISTINCT q LIMIT $most
  WHERE q:Enterprise
  RETURN q.id AS near
  UNION
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(q:Person) WHERE ever_held(r)
  WITH DISTINCT q LIMIT $most
  MATCH (q)-[o:ANY_EDGE]-(e:Enterprise) WHERE ever_held(o)
  WITH DISTINCT e LIMIT $most
  RETURN e.id AS near
}
WITH DISTINCT near ORDER BY near
RETURN collect(near) AS parties
