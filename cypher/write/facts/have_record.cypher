// Return the derived relationships of records.
UNWIND $ids AS id
MATCH (s:Statement {id: id})-[r:ABOUT|ISSUED_BY]->(p:Party)
RETURN type(r) AS type, s.id AS `start`, p.id AS end, properties(r) AS props
