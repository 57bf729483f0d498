// How far deriving everything again has come; null where it is not under way.
MATCH (c:Clock {id: 'clock'})
RETURN c.rederive AS phase
