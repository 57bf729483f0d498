// Note that every batch has its claims.
MATCH (c:Clock {id: 'clock'})
SET c.brought = true
