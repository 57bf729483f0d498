// part: seen(p)
// Whether the caller may know of a party at all: where a fact they may see mentions it.
(EXISTS {
  MATCH (p)<-[m_:RESOLVES_TO*0..1]-(:Party)<-[r_:ABOUT|ISSUED_BY]-(:Statement)
  WHERE all(x_ IN m_ WHERE held(x_) AND x_.rule IN $rules) AND held(r_)
} OR EXISTS {
  MATCH (p)<-[m_:RESOLVES_TO*0..1]-(:Party)-[r_:ANY_EDGE]-(:Party)
  WHERE all(x_ IN m_ WHERE held(x_) AND x_.rule IN $rules) AND held(r_)
})
