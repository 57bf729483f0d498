// question: warnings.administrative.licence_gap
// title: Enterprises whose scope needs a licence that they never had
// title_zh: 经营范围须许可而从未取得许可的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, phrases: list[str], exempt: list[str], grace: int 0..4000
// needs: enterprise, licence, branch
// public: no
// names: a branch and its licences stand under the code of the branch
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "phrases": ["食品经营=食品经营许可"], "exempt": ["不含食品经营"], "grace": 90}
// `phrases` are `phrase=licence`; what is `exempt` is taken out of the scope first. A licence of a branch is one.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE register.established IS NOT NULL AND register.scope IS NOT NULL
WITH p, register, duration.inDays(date(register.established), date($as_of)).days AS days,
  reduce(text = register.scope, x IN $exempt | replace(text, x, '')) AS scope
WHERE days > $grace
UNWIND $phrases AS pair
WITH p, register, days, scope, head(split(pair, '=')) AS phrase, last(split(pair, '=')) AS licence
WHERE scope CONTAINS phrase
WITH DISTINCT p, register, days, licence
WHERE NOT EXISTS {
  MATCH mentions(p, m, bearer, held)<-[l:ABOUT]-(x:Licence)
  WHERE ever_held(l) AND any(t IN [x.licence_name, x.licence_category, x.decision_name, x.content] WHERE t CONTAINS licence)
} AND NOT EXISTS {
  MATCH mentions(p, m, bearer, held)<-[b:BRANCH_OF]-(o:Party)<-[l:ABOUT]-(x:Licence)
  WHERE held(b) AND ever_held(l)
    AND any(t IN [x.licence_name, x.licence_category, x.decision_name, x.content] WHERE t CONTAINS licence)
}
WITH p, register, days, collect(licence) AS lacking LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {licences: size(lacking), days: days}, roots: lacking, records: [register.record]
}) AS found
