// Return the derived relationships between parties; matched from the end with few of them.
UNWIND $rows AS row
MATCH (a:Party {id: row.anchor})-[r:{type}]->(b:Party)
WHERE r.category = $category AND r.group IN row.groups
RETURN type(r) AS type, a.id AS `start`, b.id AS end, properties(r) AS props
