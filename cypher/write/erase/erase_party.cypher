// Return the identifiers of a party, or the one identifier that is requested.
MATCH (p:Party {id: $id})<-[:IDENTIFIES]-(i:Identifier)
RETURN i.id AS id, p.kind AS kind, p.id AS party
UNION
MATCH (i:Identifier {id: $id})-[:IDENTIFIES]->(p:Party)
RETURN i.id AS id, p.kind AS kind, p.id AS party
