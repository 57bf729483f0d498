// The scopes of lists of these parties that are whole only if their amounts come to what a party states.
UNWIND $ids AS id
MATCH (:Party {id: id})<-[:IDENTIFIES]-(:Identifier)<-[:REFERS]-(c:Coverage)
WHERE c.sum IS NOT NULL AND c.scope IS NOT NULL
RETURN DISTINCT c.scope AS scope
