// Return where the parties of these identifiers are registered from which day on.
UNWIND $ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WHERE p.registered_in IS NOT NULL
RETURN id, p.id AS party, p.registered_in AS registered_in
