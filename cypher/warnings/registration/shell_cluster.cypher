// question: warnings.registration.shell_cluster
// title: Enterprises at one address, most of which show several signs of a shell
// title_zh: 一址多企且多数具有空壳特征的企业
// params: party_ids: list[str], most: int 1..20000 = 5000, least: int 2..1000, crowd: int 2..1000, part: float 0..1, signs: int 1..5, apart: int 0..4000, year: int 1990..9999, premises: list[str]
// needs: enterprise, annual_report, abnormal_operations
// public: no
// names: an address stands in registrations, which stand under codes
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "least": 2, "crowd": 100, "part": 0.6, "signs": 2, "apart": 180, "year": 2023, "premises": ["孵化器"]}
// Signs: nothing paid in, no annual report where one is owed, on the list of abnormal operations, no staff, founded close to another one there.
// Shared premises are none: an address that says so, or that more than `crowd` state.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[r:ABOUT]-(s:Registration)-[d:STATES]->(t:Address)
WHERE held(r) AND r.role = 'party' AND d.property IN $stating[s.category] AND NOT any(w IN $premises WHERE t.id CONTAINS w)
WITH DISTINCT t
CALL (t) {
  MATCH (t)<-[d:STATES]-(s:Registration)-[r:ABOUT]->(q:Enterprise)
  WHERE held(r) AND r.role = 'party' AND d.property IN $stating[s.category]
  WITH DISTINCT q ORDER BY q.id LIMIT $crowd + 1
  RETURN collect(q) AS everybody
}
WITH t, everybody WHERE size(everybody) >= $least AND size(everybody) <= $crowd
UNWIND everybody AS q
WITH t, q, register_of(q) AS register, state_of(q) AS state
WHERE coalesce(state, 'in_business') IN ['in_business', 'suspended']
WITH t, q, register,
  EXISTS { MATCH (q)<-[a:ABOUT]-(x:AnnualReport) WHERE ever_held(a) AND x.report_year = $year } AS reported,
  EXISTS { MATCH (q)<-[a:ABOUT]-(x:AnnualReport) WHERE held(a) AND x.report_year = $year AND x.employees = 0 } AS nobody,
  EXISTS { MATCH (q)<-[a:ABOUT]-(x:AbnormalOperations) WHERE held(a) AND usable(a) } AS listed
WITH t, collect({
  id: q.id, day: register.established, record: register.record,
  signs: CASE WHEN register.paid_in = 0 THEN 1 ELSE 0 END + CASE WHEN NOT reported AND substring(register.established, 0, 4) <= toString($year) THEN 1 ELSE 0 END
    + CASE WHEN nobody THEN 1 ELSE 0 END + CASE WHEN listed THEN 1 ELSE 0 END
}) AS members
WHERE size(members) >= $least
WITH t, members, [x IN members WHERE x.signs + CASE
    WHEN any(y IN members WHERE y.id <> x.id AND abs(duration.inDays(date(x.day), date(y.day)).days) <= $apart) THEN 1 ELSE 0
  END >= $signs] AS shells
WHERE size(shells) >= $part * size(members)
WITH t, members, shells LIMIT $most + 1
RETURN collect({
  party: head([x IN members | x.id]), about: t.id, roles: {},
  figures: {firms: size(members), part: toFloat(size(shells)) / size(members)},
  roots: [x IN members | x.id], records: [x IN shells | x.record]
}) AS found
