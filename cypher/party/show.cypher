// question: party.show
// title: Which party an identifier stands for
// title_zh: 标识所指主体
// params: party_id: str
// answer: models.party.PartyCard
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention AND seen(p)
WITH p LIMIT 1
WITH p, name_of(p) AS registered
RETURN p.id AS id, [k IN labels(p) WHERE k <> 'Party'][0] AS kind, coalesce(p.contested, false) AS contested,
  claims(p) AS claimed_by, state_of(p) AS state,
  CASE WHEN registered IS NULL THEN told_name(p) ELSE registered END AS name,
  COLLECT { MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i.id ORDER BY i.id LIMIT 50 } AS identifiers
