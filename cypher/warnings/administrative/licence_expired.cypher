// question: warnings.administrative.licence_expired
// title: Enterprises whose scope needs a licence that ended and was not renewed
// title_zh: 经营范围所需许可已到期未续的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, phrases: list[str], exempt: list[str], grace: int 0..4000
// needs: enterprise, licence, branch
// public: no
// names: a branch and its licences stand under the code of the branch
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "phrases": ["食品经营=食品经营许可"], "exempt": ["不含食品经营"], "grace": 30}
// A licence under a new number renews it, and so does one of a branch.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, register_of(p) AS register
WHERE register.scope IS NOT NULL
WITH p, reduce(text = register.scope, x IN $exempt | replace(text, x, '')) AS scope
UNWIND $phrases AS pair
WITH p, scope, head(split(pair, '=')) AS phrase, last(split(pair, '=')) AS licence
WHERE scope CONTAINS phrase
WITH DISTINCT p, licence
MATCH mentions(p, m, bearer, held)<-[l:ABOUT]-(s:Licence)
WHERE ever_held(l) AND usable(l) AND s.effective_until IS NOT NULL
  AND any(t IN [s.licence_name, s.licence_category, s.decision_name, s.content] WHERE t CONTAINS licence)
WITH p, licence, s, l ORDER BY s.effective_until DESC
WITH p, licence, head(collect({until: s.effective_until, number: coalesce(s.licence_no, l.fact_id), record: proof(s, l, p)})) AS last_one
WITH p, licence, last_one, duration.inDays(date(last_one.until), date($as_of)).days AS days
WHERE days > $grace AND NOT EXISTS {
  MATCH mentions(p, m, bearer, held)<-[l:ABOUT]-(x:Licence)
  WHERE held(l) AND any(t IN [x.licence_name, x.licence_category, x.decision_name, x.content] WHERE t CONTAINS licence)
} AND NOT EXISTS {
  MATCH mentions(p, m, bearer, held)<-[b:BRANCH_OF]-(o:Party)<-[l:ABOUT]-(x:Licence)
  WHERE held(b) AND held(l) AND any(t IN [x.licence_name, x.licence_category, x.decision_name, x.content] WHERE t CONTAINS licence)
}
WITH p, last_one, days LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {days: days}, roots: [last_one.number + ' ' + last_one.until], records: [last_one.record]
}) AS found
