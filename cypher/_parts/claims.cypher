// part: claims(p)
// The parties whose registrations name an identifier of a contested party, which therefore joined none of them.
COLLECT {
  WITH p WHERE p.contested
  MATCH (p)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(n_:Statement)-[a_:ABOUT]->(q_:Party) WHERE ever_held(a_) AND a_.role = 'party' AND q_.id <> p.id
  WITH DISTINCT q_ ORDER BY q_.id LIMIT 20
  RETURN {id: q_.id, kinds: labels(q_), name: name_of(q_)}
}
