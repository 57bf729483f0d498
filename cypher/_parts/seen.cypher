// part: seen(p)
// Whether the caller may know of a party at all: where a fact they may see mentions it, or a
// registration they may see claims it. The first one is enough.
(size(COLLECT {
  MATCH mentions(p, m_, b_, held)<-[r_:ABOUT|ISSUED_BY]-(:Statement)
  WHERE held(r_)
  RETURN 1 AS one_ LIMIT 1
}) > 0 OR size(COLLECT {
  MATCH mentions(p, m_, b_, held)-[r_:ANY_EDGE]-(:Party)
  WHERE held(r_)
  RETURN 1 AS one_ LIMIT 1
}) > 0 OR size(COLLECT {
  WITH p WHERE p.contested
  MATCH (p)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(:Statement)-[r_:ABOUT]->(q_:Party) WHERE ever_held(r_) AND r_.role = 'party' AND q_.id <> p.id
  RETURN 1 AS one_ LIMIT 1
}) > 0)
