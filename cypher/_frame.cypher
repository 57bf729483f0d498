// The frame around every question: it adds to each answer the tick and whether the graph is settling, in the same round trip.
// It is settling also while the day has come for statements that waited for it, until a writer derives facts from them.
// QUESTION is replaced by the question's text, COLUMNS by the columns it returns.
MATCH (clock_:Clock {id: 'clock'})
CALL () {
  CALL () { QUESTION }
  RETURN collect({COLUMNS}) AS rows_
}
RETURN clock_.tick AS tick, rows_ AS rows,
  clock_.rederive IS NOT NULL OR coalesce(clock_.settling, false) OR any(d_ IN coalesce(clock_.waiting, []) WHERE d_ <= $today)
    AS settling
