// Delete parties without identifiers and facts, with what standing analyses stored of them.
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE NOT EXISTS { (p)-[r]-() WHERE NOT type(r) IN $stored }
DETACH DELETE p
