// Return the nodes linked to these statements: identifiers with their party, names, traits.
UNWIND $ids AS id
MATCH (s:Statement {id: id})-[:REFERS|NAMES|CALLED|STATES]->(x)
RETURN DISTINCT x.id AS id, CASE WHEN 'Identifier' IN labels(x) THEN 'Identifier' WHEN 'Name' IN labels(x) THEN 'Name' ELSE 'Trait'
  END AS label, [(x)-[:IDENTIFIES]->(p:Party) | p.id] AS parties
