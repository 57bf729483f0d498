// Mark the statements about these parties as changed, since they are filed elsewhere; also those by a name that means one.
UNWIND $ids AS id
MATCH (p:Party {id: id})
CALL (p) {
  MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i
  UNION
  MATCH (p)<-[:RESOLVES_TO]-(:Party)<-[:IDENTIFIES]-(i:Identifier) RETURN i
}
MATCH (i)<-[r:REFERS]-(s:Statement)
WHERE r.role IN $roles
SET s.changed_at = $tick
