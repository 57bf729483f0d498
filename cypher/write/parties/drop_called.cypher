// Delete links from registrations to names that they do not state.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})-[r:CALLED]->(:Name {id: row.name})
DELETE r
