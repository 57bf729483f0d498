// Party nodes that no identifier and no fact touches; what was analysed of them goes with them.
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE NOT EXISTS { (p)-[r]-() WHERE NOT type(r) IN ['OWNS', 'CONTROLS', 'HEADS'] }
DETACH DELETE p
