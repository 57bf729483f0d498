// Mark statements that count from a later day, and store the days for which any wait.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
SET s.counts_from = row.day
WITH count(s) AS statements
MATCH (c:Clock {id: 'clock'})
SET c.waiting = [d IN coalesce(c.waiting, []) WHERE NOT d IN $days] + $days
