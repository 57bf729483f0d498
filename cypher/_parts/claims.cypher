// part: claims(p)
// Of a contested party: the parties whose registrations name one of its identifiers, so that it joined none of them.
COLLECT {
  WITH p WHERE p.contested
  MATCH (p)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(n_:Statement)-[a_:ABOUT]->(q_:Party) WHERE ever_held(a_) AND a_.role = 'party' AND q_.id <> p.id
  WITH DISTINCT q_ ORDER BY q_.id LIMIT 20
  RETURN {id: q_.id, kinds: labels(q_), name: name_of(q_)}
}
