// part: loaded(b)
// Whether a batch has brought anything that holds for this caller: so a batch of hidden rows leaves no trace.
(b.state = 'complete' AND (
  EXISTS {
    MATCH (b)<-[i_:IN]-(s_:Statement)-[r_:ABOUT|ISSUED_BY]->(:Party) WHERE i_.recorded_at <= $known_at AND held(r_)
  } OR EXISTS {
    MATCH (b)<-[i_:IN]-(s_:Statement)-[f_:REFERS]->(:Identifier)-[:IDENTIFIES]->(:Party)-[r_:ANY_EDGE]-(:Party)
    WHERE i_.recorded_at <= $known_at AND f_.role = $anchors[s_.category] AND held(r_) AND s_.id IN r_.by
  }
))
