// part: revoked_since(p, s, states)
// The day on which a party came into the state (revoked, ordered_closed, cancelled) that its registration s states: the day stated,
// or the first on which its registrations have stated one of these states without a break.
coalesce(s.revoked_on, reduce(first_ = null, x_ IN COLLECT {
  MATCH (p)<-[a_:ABOUT]-(n_:Registration)
  WHERE ever_held(a_) AND usable(a_) AND a_.role = 'party' AND n_.state IS NOT NULL AND a_.valid_from <= $as_of
  RETURN {day: a_.valid_from, there: n_.state IN states, stated: n_.revoked_on} ORDER BY a_.valid_from, n_.id
} | CASE WHEN x_.there THEN coalesce(x_.stated, first_, x_.day) ELSE null END))
