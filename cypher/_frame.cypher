// What every question is sent inside: so each answer tells the tick and whether the graph settles, in the same round trip.
// It settles too while the day has come for statements that waited for it, until a writer works them in.
// QUESTION stands for the question's text, COLUMNS for the columns it returns.
MATCH (clock_:Clock {id: 'clock'})
CALL () {
  CALL () { QUESTION }
  RETURN collect({COLUMNS}) AS rows_
}
RETURN clock_.tick AS tick, rows_ AS rows,
  clock_.rederive IS NOT NULL OR coalesce(clock_.settling, false) OR any(d_ IN coalesce(clock_.waiting, []) WHERE d_ <= $today)
    AS settling
