// Return the statements of a batch that state records, at most so many after an id, in the order of their ids.
MATCH (b:Batch {id: $id})<-[:IN]-(s:Statement)
WHERE s.action IN ['state', 'correct'] AND s.id > $after
RETURN s.id AS id ORDER BY id LIMIT $limit
