// Return the entries of the feed in a range, for one level of callers.
MATCH (c:Change) WHERE c.end{level} > $after AND c.end{level} <= $upto
RETURN c.at AS at, c.tick AS tick, c.start{level} AS since, c.end{level} AS until, c.body AS body ORDER BY until
