// Return how many statements that callers of a level see changed last at each of these ticks; erased ones are counted too.
UNWIND $ticks AS tick
RETURN tick, COUNT { MATCH (s:Statement {changed_at: tick}) WHERE s.level <= $level
    AND NOT EXISTS { MATCH (a:Statement {id: s.act_about}) WHERE a.level > $level } RETURN s }
  + COUNT { MATCH (t:Tombstone {changed_at: tick}) WHERE t.level <= $level RETURN t } AS changed
