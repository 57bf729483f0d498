// Party nodes that no identifier and no fact touches.
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE NOT EXISTS { (p)--() }
DELETE p
