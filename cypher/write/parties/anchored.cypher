// Return the identifiers of persons that are anchored in these identifiers.
UNWIND $ids AS id
MATCH (i:Identifier {anchor: id})
RETURN i.id AS id
