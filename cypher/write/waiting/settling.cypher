// Whether statements wait to be derived again, for those who ask meanwhile: a look at their index would cost every answer.
MATCH (c:Clock {id: 'clock'})
SET c.settling = $settling
