// Set the next phase of deriving everything again.
MATCH (c:Clock {id: 'clock'})
SET c.rederive = $phase
