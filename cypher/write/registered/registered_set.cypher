// Set where parties are registered from which day on.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})
SET p.registered_in = row.registered_in
