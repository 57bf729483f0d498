// part: state_of(q)
// The state of a party's registration on the day (登记状态): of the latest registration that states one, or that states a day
// on which it was deregistered or revoked, and that day has come; null where none does.
head(COLLECT {
  MATCH (q)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(n_:Registration)-[a_:ABOUT]->(q) WHERE held(a_) AND a_.role = 'party'
  WITH a_, n_, CASE
    WHEN n_.state IS NOT NULL THEN n_.state
    WHEN n_.deregistered_on <= $as_of THEN 'deregistered'
    WHEN n_.revoked_on <= $as_of THEN 'revoked'
  END AS state_
  WHERE state_ IS NOT NULL
  RETURN state_ ORDER BY a_.valid_from DESC, n_.id DESC LIMIT 1
})
