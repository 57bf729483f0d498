// Delete a day for which no statement waits any more.
MATCH (c:Clock {id: 'clock'})
SET c.waiting = [d IN c.waiting WHERE d <> $day]
