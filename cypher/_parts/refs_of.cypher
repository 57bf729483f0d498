// part: refs_of(s)
// The parties a statement refers to. A name alone has the party it means by a rule of the view, or the candidates, at most 200.
COLLECT {
  MATCH (s)-[f_:REFERS]->(:Identifier)-[:IDENTIFIES]->(q_:Party)
  RETURN {
    role: f_.role, id: q_.id, kinds: labels(q_), name: coalesce(f_.name, name_of(q_)),
    meant: COLLECT {
      MATCH (q_)-[v_:RESOLVES_TO]->(t_:Party) WHERE held(v_) AND (v_.rule IN $rules OR v_.rule = 'candidate')
      RETURN {id: t_.id, kinds: labels(t_), by_name: v_.rule} ORDER BY t_.id LIMIT 200
    }
  }
}
