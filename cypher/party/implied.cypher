// question: party.implied
// title: Whose credit code holds an organisation code
// title_zh: 组织机构代码所属主体
// params: org: str
// answer: models.answers.party.Bearer[]
// example: {"org": "org:EXAMPLE11"}
// The organisation code is in the ninth to seventeenth place of a unified social credit code.
MATCH (:Identifier {org: $org})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention AND seen(p)
RETURN DISTINCT p.id AS id ORDER BY id LIMIT 2
