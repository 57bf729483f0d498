// Derived relationships between parties, from the other end.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
WHERE s.anchor IS NOT NULL
WITH DISTINCT s.anchor AS anchor
MATCH (a:Party {id: anchor})<-[r:{type}]-(b:Party)
WHERE r.category = $category AND r.group IN $groups
RETURN type(r) AS type, b.id AS start, a.id AS end, properties(r) AS props
