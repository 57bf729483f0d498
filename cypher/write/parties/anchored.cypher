// Person identifiers anchored in these identifiers.
UNWIND $ids AS id
MATCH (i:Identifier {anchor: id})
RETURN i.id AS id
