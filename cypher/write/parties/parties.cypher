// Return those of these identifiers that exist, and their party.
UNWIND $ids AS id
MATCH (i:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
RETURN i.id AS id, p.id AS party, p.kind AS kind, p.contested AS contested, p.mention AS mention
