// Derived relationships between parties, from the end with few of them.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
WHERE s.anchor IS NOT NULL
WITH DISTINCT s.anchor AS anchor
MATCH (a:Party {id: anchor})-[r:{type}]->(b:Party)
WHERE r.category = $category AND r.group IN $groups
RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS props
