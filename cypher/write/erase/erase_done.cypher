// Erasures of which nothing is left to do.
MATCH (e:Erasure {state: 'open'})
SET e.state = 'done'
RETURN e.id AS id
