// Lists of the parties that these identifiers leave wait, where their amounts are compared with what the party states.
UNWIND $ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(:Party)<-[:IDENTIFIES]-(:Identifier)<-[:REFERS]-(c:Coverage)
WHERE c.sum IS NOT NULL
SET c.dirty = true
