// Return the phase of deriving everything again; null where it is not under way.
MATCH (c:Clock {id: 'clock'})
RETURN c.rederive AS phase
