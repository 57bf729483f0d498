// The parties behind these identifiers, each with its names as they are kept; of names alone none.
UNWIND $ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WHERE NOT coalesce(p.mention, false)
RETURN DISTINCT p.id AS id, p.name AS name, p.names AS names
