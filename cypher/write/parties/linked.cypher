// Identifiers with these ids, and USCCs that hold these organisation codes.
UNWIND $orgs AS org
MATCH (i:Identifier {id: org})
RETURN i.id AS id
UNION
UNWIND $orgs AS org
MATCH (i:Identifier {org: org})
RETURN i.id AS id
