// Statements about the parties with which these statements deal that have one of these names in a property of theirs.
UNWIND $ids AS id
MATCH (:Statement {id: id})-[:REFERS|NAMES]->(i:Identifier)
WITH DISTINCT i
MATCH (i)<-[:REFERS|NAMES]-(s:Statement)
WHERE any(k IN $properties WHERE s[k] IN $names)
RETURN DISTINCT s.id AS id, s.category AS category, properties(s) AS values
