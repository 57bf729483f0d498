// Lists of the parties that these identifiers leave wait, where their amounts are compared with what the party states.
UNWIND $ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (c:Coverage {anchor: p.id})
SET c.dirty = true
