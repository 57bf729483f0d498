// No statement waits for this day any more.
MATCH (c:Clock {id: 'clock'})
SET c.waiting = [d IN c.waiting WHERE d <> $day]
