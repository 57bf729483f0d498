// Return identifiers, their parties, and whether a believed statement names them.
MATCH (i:Identifier)
WHERE i.id > $after
WITH i ORDER BY i.id LIMIT $limit
MATCH (i)-[:IDENTIFIES]->(p:Party)
RETURN i.id AS id, p.id AS party, p.kind AS kind, p.contested AS contested, p.mention AS mention, p.name AS name, p.names AS names,
       EXISTS { (i)<-[:REFERS|NAMES]-(s:Statement)-[:IN]->(b:Batch) WHERE b.withdrawn_at = $open } AS supported
