// part: seen(p)
// Whether the caller may know of a party at all: where a fact they may see mentions it, or a
// registration they may see claims it. The first one is enough.
(size(COLLECT {
  MATCH (p)<-[m_:RESOLVES_TO*0..1]-(:Party)<-[r_:ABOUT|ISSUED_BY]-(:Statement)
  WHERE all(x_ IN m_ WHERE held(x_) AND x_.rule IN $rules) AND held(r_)
  RETURN 1 AS one_ LIMIT 1
}) > 0 OR size(COLLECT {
  MATCH (p)<-[m_:RESOLVES_TO*0..1]-(:Party)-[r_:ANY_EDGE]-(:Party)
  WHERE all(x_ IN m_ WHERE held(x_) AND x_.rule IN $rules) AND held(r_)
  RETURN 1 AS one_ LIMIT 1
}) > 0 OR size(COLLECT {
  WITH p WHERE p.contested
  MATCH (p)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(:Statement)-[r_:ABOUT]->(q_:Party) WHERE ever_held(r_) AND r_.role = 'party' AND q_.id <> p.id
  RETURN 1 AS one_ LIMIT 1
}) > 0)
