// Mark statements whose day has come to be derived again.
MATCH (s:Statement {counts_from: $day})
WITH s LIMIT $limit
SET s.dirty = true
REMOVE s.counts_from
RETURN count(s) AS statements
