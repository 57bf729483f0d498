// Note that every statement has the tick at which it changed, and every party where it is registered.
MATCH (c:Clock {id: 'clock'})
SET c.registered = true
