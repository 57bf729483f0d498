// Unlink identifiers from their party before they get another one; returns the party they had.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})-[r:IDENTIFIES]->(p:Party)
DELETE r
RETURN p.id AS party
