// Set whether statements wait to be derived again; answers read it, since looking at the index of waiting statements would cost each.
MATCH (c:Clock {id: 'clock'})
SET c.settling = $settling
