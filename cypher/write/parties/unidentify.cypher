// Identifiers that are about to get another party; gives the party they had.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})-[r:IDENTIFIES]->(p:Party)
DELETE r
RETURN p.id AS party
