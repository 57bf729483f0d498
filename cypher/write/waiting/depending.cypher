// Return the scopes of lists of these parties that are whole only if their amounts equal what a party states.
UNWIND $ids AS id
MATCH (c:Coverage {anchor: id})
WHERE c.scope IS NOT NULL
RETURN DISTINCT c.scope AS scope
