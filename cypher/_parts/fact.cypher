// part: fact(s, r, m)
// One fact as every answer gives it: the values its statement s states, whom it refers to, and the evidence.
// r is the fact's relationship, m the list of resolutions by name that lead to it (empty where a code did).
{
  category: s.category, role: r.role, values: properties(s),
  refs: COLLECT {
    MATCH (s)-[f_:REFERS]->(:Identifier)-[:IDENTIFIES]->(q_:Party)
    RETURN {
      role: f_.role, id: q_.id, kinds: labels(q_), name: coalesce(f_.name, name_of(q_)),
      meant: head(COLLECT {
        MATCH (q_)-[v_:RESOLVES_TO]->(t_:Party) WHERE held(v_) AND v_.rule IN $rules
        RETURN {id: t_.id, kinds: labels(t_), by_name: v_.rule}
      })
    }
  },
  evidence: {
    provider: s.provider, day: s.day, valid_from: r.valid_from, valid_to: r.valid_to, recorded_at: r.recorded_at,
    recorded: head(COLLECT { MATCH (k_:Tick {n: r.recorded_at}) RETURN k_.at }), stated_as: r.stated_as,
    by_name: head([x_ IN m | x_.rule]), statements: r.by, last_seen: r.last_seen, ended_after: r.ended_after,
    left_list: r.left_list, at_most: r.at_most,
    source: head(COLLECT {
      MATCH (s)-[i_:IN]->(b_:Batch) WHERE i_.recorded_at <= $known_at
      RETURN {batch: b_.id, document: coalesce(i_.document, b_.document), place: i_.place}
      ORDER BY b_.state = 'withdrawn', i_.recorded_at, b_.id LIMIT 1
    })
  }
}
