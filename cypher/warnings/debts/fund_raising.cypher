// question: warnings.debts.fund_raising
// title: Enterprises of finance in name or scope with several signs of illegal fund-raising
// title_zh: 非法集资画像
// params: party_ids: list[str], most: int 1..20000 = 5000, words: list[str], finance: list[str], exempt: list[str], licences: list[str], cities: int 1..1000, since: str, lures: list[str], complaints: int 1..100000, days: int 1..4000, loud: list[str], least: int 1..5, part: float 0..1
// needs: enterprise, branch, licence, penalty, consumer_complaint
// public: no
// names: branches stand under their own codes; all else is followed
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "words": ["科技"], "finance": ["科技"], "exempt": ["不得从事"], "licences": ["金融"], "cities": 1, "since": "2019-01-01", "lures": ["高息"], "complaints": 1, "days": 400, "loud": ["科技"], "least": 1, "part": 0.2}
// Asked of who has `words` in its name or scope and no licence for it. Five signs, one each: words of `finance`; branches in several cities of late; a penalty that speaks of
// returns promised; complaints; words of the name. A mean of at least `part`, and at least `least` of them.
// What follows words that are `exempt` is no scope.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WITH p, coalesce(name_of(p), '') AS name, register_of(p) AS register
WITH p, name, register, reduce(text = coalesce(register.scope, ''), w IN $exempt | head(split(text, w))) AS scope
WITH p, name, register, any(w IN $words WHERE name CONTAINS w OR scope CONTAINS w) AS asked,
  any(w IN $finance WHERE name CONTAINS w OR scope CONTAINS w) AS of_finance
WHERE asked AND register IS NOT NULL AND NOT EXISTS {
  MATCH mentions(p, m, bearer, held)<-[l:ABOUT]-(x:Licence)
  WHERE held(l) AND any(t IN [x.licence_name, x.licence_category, x.decision_name, x.content] WHERE any(w IN $licences WHERE t CONTAINS w))
}
WITH p, name, register, of_finance, COLLECT {
  MATCH mentions(p, m, bearer, held)<-[b:BRANCH_OF]-(o:Enterprise) WHERE held(b) AND usable(b)
  WITH o, register_of(o) AS its WHERE its.established >= $since
  RETURN DISTINCT substring(coalesce(its.region, substring(o.id, 7, 6)), 0, 4) LIMIT 500
} AS cities, COLLECT {
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:Penalty)
  WHERE held(a) AND usable(a) AND any(w IN $lures WHERE coalesce(x.violation, '') CONTAINS w OR coalesce(x.content, '') CONTAINS w)
  RETURN proof(x, a, p) LIMIT 50
} AS lured, COLLECT {
  MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:ConsumerComplaint)
  WHERE held(a) AND usable(a) AND duration.inDays(date(a.valid_from), date($as_of)).days < $days
  RETURN proof(x, a, p) LIMIT 500
} AS complaints
WITH p, register, lured, complaints, CASE WHEN of_finance THEN ['compliance'] ELSE [] END
  + CASE WHEN size(cities) >= $cities THEN ['spread'] ELSE [] END
  + CASE WHEN size(lured) > 0 THEN ['lure'] ELSE [] END
  + CASE WHEN size(complaints) >= $complaints THEN ['complaints'] ELSE [] END
  + CASE WHEN any(w IN $loud WHERE name CONTAINS w) THEN ['words'] ELSE [] END AS signs
WHERE size(signs) >= $least AND size(signs) >= $part * 5
WITH p, register, lured, complaints, signs LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {signs: size(signs), mean: toFloat(size(signs)) / 5}, roots: signs,
  records: [register.record] + lured + complaints
}) AS found
