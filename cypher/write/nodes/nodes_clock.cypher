// Return the last tick, when it was written, and when the first one was.
MATCH (c:Clock {id: 'clock'})
OPTIONAL MATCH (t:Tick {n: 1})
RETURN c.tick AS tick, c.at AS at, t.at AS begun
