// part: stated_names(p)
// All names that facts state for a party that nothing registers, at most twenty.
COLLECT {
  CALL (p) {
    MATCH (p)<-[r_:ABOUT|ISSUED_BY]-(s_:Statement) WHERE held(r_)
    RETURN s_.id AS id_
    UNION
    MATCH (p)-[r_:ANY_EDGE]-(:Party) WHERE held(r_)
    RETURN r_.by[0] AS id_
  }
  MATCH (s_:Statement {id: id_})-[f_:REFERS]->(:Identifier)-[:IDENTIFIES]->(p) WHERE f_.name IS NOT NULL
  RETURN DISTINCT f_.name AS name_ ORDER BY name_ LIMIT 20
}
