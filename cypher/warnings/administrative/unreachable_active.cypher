// question: warnings.administrative.unreachable_active
// title: Enterprises that cannot be reached, and did something since
// title_zh: 失联后仍有登记、许可、股权等动作的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, unreachable: list[str], since: str
// needs: abnormal_operations, licence, registration_change, equity_change, equity_pledge, chattel_mortgage
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "unreachable": ["联系"], "since": "2024-01-01"}
// By the day of what was done, not by that on which it was loaded: a pledge without one is left out.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:AbnormalOperations)
WHERE held(r) AND usable(r) AND any(w IN $unreachable WHERE s.cause CONTAINS w)
WITH p, r, s ORDER BY r.valid_from
WITH p, head(collect({day: r.valid_from, root: r.valid_from + ' ' + s.cause, record: proof(s, r, p)})) AS listed
MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:Licence|RegistrationChange|EquityChange|EquityPledge|ChattelMortgage)
WHERE ever_held(a) AND usable(a) AND NOT (x:EquityPledge AND x.registered_on IS NULL)
WITH p, listed, x, a, acted_on(x, a) AS day
WHERE day > listed.day AND day >= $since AND day <= $as_of
WITH p, listed, max(day) AS newest, collect(DISTINCT act_of(x, a)) AS acts, collect(proof(x, a, p)) AS records
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {acts: size(acts), days: duration.inDays(date(newest), date($as_of)).days},
  roots: [listed.root] + acts, records: [listed.record] + records
}) AS found
