// question: warnings.subjects
// title: State, region and industry of enterprises, and who registers them
// title_zh: 企业的登记状态、地区、行业及登记数据来源
// params: party_ids: list[str]
// needs: enterprise
// public: no
// answer: models.rows.warnings.WarningSubjects
// example: {"party_ids": ["uscc:91330106EXAMPLE115"]}
// A row each: party, name, state, region, industry, provider of the registration.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WHERE p:Enterprise
CALL (p) {
  OPTIONAL MATCH (p)<-[r:ABOUT]-(s:Registration) WHERE held(r) AND r.role = 'party'
  RETURN s ORDER BY r.valid_from DESC, s.id DESC LIMIT 1
}
RETURN collect([p.id, name_of(p), state_of(p), s.region, s.industry, s.provider]) AS subjects
