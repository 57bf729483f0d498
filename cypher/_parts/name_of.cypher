// part: name_of(q)
// The name under which a party is registered on the day, by its latest registration; null where there is none.
head(COLLECT {
  MATCH (q)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(n_:Statement)-[a_:ABOUT]->(q) WHERE held(a_) AND n_[$first_names[n_.category]] IS NOT NULL
  RETURN n_[$first_names[n_.category]] AS name_ ORDER BY a_.valid_from DESC, n_.id DESC LIMIT 1
})
