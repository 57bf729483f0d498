// part: loaded(b)
// Whether a batch has brought anything that held on some day and may be seen: so a batch of hidden rows leaves no trace.
// One fact is enough; each step stands in its own subquery so that an engine stops there.
(b.state = 'complete' AND CASE
  WHEN $anchors[b.category] IS NULL THEN size(COLLECT {
    MATCH (b)<-[i_:IN]-(s_:Statement)-[r_:ABOUT|ISSUED_BY]->(:Party) WHERE i_.recorded_at <= $known_at AND ever_held(r_)
    RETURN 1 AS one_ LIMIT 1
  }) > 0 ELSE size(COLLECT {
    MATCH (b)<-[i_:IN]-(s_:Statement) WHERE i_.recorded_at <= $known_at
    CALL (s_) {
      MATCH (s_)-[f_:REFERS]->(:Identifier)-[:IDENTIFIES]->(q_:Party) WHERE f_.role = $anchors[s_.category]
      MATCH (q_)-[r_:ANY_EDGE]-(:Party) WHERE ever_held(r_) AND s_.id IN r_.by
      RETURN 1 AS two_ LIMIT 1
    }
    RETURN 1 AS one_ LIMIT 1
  }) > 0 END)
