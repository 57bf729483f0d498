// Mark lists of the former parties of these identifiers to be derived again, where their amounts are compared with what a party states.
UNWIND $ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (c:Coverage {anchor: p.id})
SET c.dirty = true
