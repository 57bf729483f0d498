// Mark the open erasures as done, and return them.
MATCH (e:Erasure {state: 'open'})
SET e.state = 'done'
RETURN e.id AS id
