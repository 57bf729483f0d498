// Return those of these statements that are here.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN s.id AS id
