// Identifiers that are about to get another party.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})-[r:IDENTIFIES]->(:Party)
DELETE r
