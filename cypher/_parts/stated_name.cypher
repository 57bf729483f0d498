// part: stated_name(p)
// The name a fact states for a party that nothing registers: of the latest fact about it.
head(COLLECT {
  CALL (p) {
    MATCH (p)<-[r_:ABOUT|ISSUED_BY]-(s_:Statement) WHERE held(r_)
    RETURN r_.valid_from AS day_, s_.id AS id_ ORDER BY day_ DESC, id_ LIMIT 1
    UNION ALL
    MATCH (p)-[r_:ANY_EDGE]-(:Party) WHERE held(r_)
    RETURN r_.valid_from AS day_, r_.by[0] AS id_ ORDER BY day_ DESC, id_ LIMIT 1
  }
  MATCH (s_:Statement {id: id_})-[f_:REFERS]->(:Identifier)-[:IDENTIFIES]->(p) WHERE f_.name IS NOT NULL
  RETURN f_.name AS name_ ORDER BY day_ DESC, id_ LIMIT 1
})
