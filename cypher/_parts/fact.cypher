// part: fact(s, r, m)
// One fact in the form of every answer: the values of its statement s, the parties it refers to, and the evidence.
// r is the fact's relationship, m the list of resolutions by name that lead to it (empty where a code did).
// Its recorded tick is that of the line it follows from, so that a later derivation, whose reason may be hidden, does not show.
// `same` are other records with the document's number and day, and their parties. At most fifty are read; where there are more,
// those read could be any, so each is marked `many`.
{
  category: s.category, role: r.role, values: properties(s),
  refs: refs_of(s),
  evidence: {
    provider: s.provider, day: s.day, valid_from: r.valid_from, valid_to: r.valid_to, stated_as: r.stated_as,
    by_name: head([x_ IN m | x_.rule]), statements: r.by, last_seen: r.last_seen, ended_after: r.ended_after,
    left_list: r.left_list, at_most: r.at_most, contested: r.contested, held_back: r.held_back,
    source: head(COLLECT {
      MATCH (s)-[i_:IN]->(b_:Batch) WHERE i_.recorded_at <= $known_at
      WITH i_, b_ ORDER BY b_.state = 'withdrawn', i_.recorded_at, b_.id LIMIT 1
      RETURN {
        batch: b_.id, document: coalesce(i_.document, b_.document), place: i_.place, remarks: i_.remarks, recorded_at: i_.recorded_at,
        recorded: head(COLLECT { MATCH (k_:Tick {n: i_.recorded_at}) RETURN k_.at })
      }
    }),
    also: COLLECT {
      UNWIND r.by[1..6] AS other_
      MATCH (o_:Statement {id: other_})-[j_:IN]->(c_:Batch) WHERE o_.id <> s.id AND j_.recorded_at <= $known_at
        AND ($level > 0 OR c_.state <> 'withdrawn')
      RETURN {
        provider: o_.provider, day: o_.day, batch: c_.id, document: coalesce(j_.document, c_.document), place: j_.place
      }
      ORDER BY j_.recorded_at, o_.id, c_.id LIMIT 5
    },
    same: COLLECT {
      WITH s, r WHERE s.named IS NOT NULL AND s.stated_scope IS NULL
      WITH COLLECT {
        MATCH (n_:Statement {named: s.named})
        WHERE EXISTS { MATCH (n_)-[x_:ABOUT]->(:Party) WHERE held(x_) AND x_.fact_id <> r.fact_id }
        RETURN n_ LIMIT 51
      } AS read_
      UNWIND read_ AS o_
      WITH o_, size(read_) > 50 AS many_ ORDER BY o_.id LIMIT 20
      RETURN {
        category: o_.category, values: {}, statement: o_.id, provider: o_.provider, day: o_.day, many: many_,
        refs: refs_of(o_)
      }
    }
  }
}
