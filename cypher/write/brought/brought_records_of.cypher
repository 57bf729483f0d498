// Return who sees the facts of the records of these statements, and since when.
UNWIND $ids AS id
MATCH (s:Statement {id: id})-[r:ABOUT|ISSUED_BY]->(:Party)
RETURN DISTINCT s.id AS id, r.level AS level, r.hidden_from AS hidden_from, r.valid_from AS valid_from,
       r.public_from AS public_from, r.public_until AS public_until, r.recorded_at AS recorded_at, r.withdrawn_at AS withdrawn_at
