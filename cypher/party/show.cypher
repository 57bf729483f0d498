// question: party.show
// title: Which party an identifier stands for
// title_zh: 标识所指主体
// params: party_id: str
// answer: models.answers.party.PartyCard
// example: a firm {"party_id": "uscc:91330106EXAMPLE115"}
// example: a firm by its old number {"party_id": "reg:330106000000992"}
// example: a person {"party_id": "person:uscc:91330106EXAMPLE115:示例人"}
// example: a department {"party_id": "dept:EXAMPLE"}
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention AND seen(p)
WITH p LIMIT 1
WITH p, name_of(p) AS registered
RETURN p.id AS id, [k IN labels(p) WHERE k <> 'Party'][0] AS kind, coalesce(p.contested, false) AS contested,
  claims(p) AS claimed_by, state_of(p) AS state,
  CASE WHEN registered IS NULL THEN stated_name(p) ELSE registered END AS name,
  COLLECT { MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i.id ORDER BY i.id LIMIT 50 } AS identifiers
