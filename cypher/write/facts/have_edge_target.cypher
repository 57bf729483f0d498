// Return the derived relationships between parties; matched from the other end.
UNWIND $rows AS row
MATCH (a:Party {id: row.anchor})<-[r:{type}]-(b:Party)
WHERE r.category = $category AND r.group IN row.groups
RETURN type(r) AS type, b.id AS `start`, a.id AS end, properties(r) AS props
