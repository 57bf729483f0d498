// Return the days that have come for which statements wait.
MATCH (c:Clock {id: 'clock'})
UNWIND [d IN coalesce(c.waiting, []) WHERE d <= $today] AS day
RETURN day ORDER BY day
