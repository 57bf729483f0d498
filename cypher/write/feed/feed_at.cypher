// Return the first entries of the feed after a number, for one level of callers: their moment and their numbers.
MATCH (c:Change) WHERE c.end{level} > $after AND c.end{level} <= $upto
RETURN c.at AS at, c.start{level} AS since, c.end{level} AS until ORDER BY until LIMIT 1
