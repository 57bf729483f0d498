// Party nodes that no identifier and no fact touches; what standing analyses stored of them goes with them.
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE NOT EXISTS { (p)-[r]-() WHERE NOT type(r) IN $stored }
DETACH DELETE p
