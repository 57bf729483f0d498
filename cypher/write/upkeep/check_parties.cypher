// Return the parties of these identifiers, each with its stored names; mentions are left out.
UNWIND $ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WHERE NOT coalesce(p.mention, false)
RETURN DISTINCT p.id AS id, p.name AS name, p.names AS names
