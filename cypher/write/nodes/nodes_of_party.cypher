// Return a page of the ids of statements that refer to a party by any of its identifiers, or by a name alone that means it.
MATCH (:Identifier {id: $identifier})-[:IDENTIFIES]->(p:Party)
CALL (p) {
  MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i
  UNION
  MATCH (p)<-[m:RESOLVES_TO]-(:Party)<-[:IDENTIFIES]-(i:Identifier) WHERE m.rule <> 'candidate' RETURN i
}
MATCH (i)<-[:REFERS|NAMES]-(s:Statement)
WHERE s.id > $after AND s.level <= $level AND NOT EXISTS { MATCH (a:Statement {id: s.act_about}) WHERE a.level > $level }
RETURN DISTINCT s.id AS id ORDER BY id LIMIT $limit
