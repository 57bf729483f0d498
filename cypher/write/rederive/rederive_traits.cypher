// Return the traits linked to a page of statements of these categories, which state traits.
MATCH (s:Statement)
WHERE s.id > $after
WITH s ORDER BY s.id LIMIT $limit
WITH s WHERE s.category IN $categories
RETURN s.id AS id, s.category AS category, properties(s) AS values,
       [(s)-[r:STATES]->(t:Trait) | [head([k IN labels(t) WHERE k <> 'Trait']), t.id, r.property]] AS traits
