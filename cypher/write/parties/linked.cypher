// Return the identifiers that share an organisation code: the code itself, and the USCCs that imply it.
CALL () {
  UNWIND $orgs AS org
  MATCH (i:Identifier {id: org})
  RETURN i.id AS id
  UNION
  UNWIND $orgs AS org
  MATCH (i:Identifier {org: org})
  RETURN i.id AS id
}
RETURN id AS id
