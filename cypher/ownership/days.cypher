// question: ownership.days
// title: On which days holdings, roles, branches or registrations of parties began or ended
// title_zh: 权益及登记变动日期
// params: party_ids: list[str], most: int 0..200000 = 20000
// needs: enterprise, shareholder, legal_representative, branch
// answer: models.rows.ownership.Days
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "person:uscc:91330106EXAMPLE115:示例人"]}
// Days of change up to the requested one, each once, and every party that ever stood below; `found`: how many facts were read.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, ever_held)-[r:INVESTS_IN|REPRESENTS|BRANCH_OF]-(o:Party)
  WHERE ever_held(r)
  WITH m, r, o, (startNode(r) = bearer) <> (type(r) = 'BRANCH_OF') AS downward LIMIT $most + 1
  WITH [x IN m | x.valid_from] + [x IN m | x.valid_to] + [r.valid_from, r.valid_to] AS own,
    CASE WHEN NOT downward THEN [] WHEN o:Mention THEN meanings(o, ever_held) ELSE [{id: o.id}] END AS there
  RETURN collect({
    days: reduce(all_ = own, t IN there | all_ + [x IN [t.since, t.until] WHERE x IS NOT NULL]), below: [t IN there | t.id]
  }) AS facts
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)<-[r:ABOUT]-(:Registration)
  WHERE ever_held(r) AND r.role = 'party'
  WITH r LIMIT $most + 1
  RETURN collect(r.valid_from) + collect(r.valid_to) AS registered, count(r) AS registrations
}
CALL (facts, registered) {
  UNWIND [{days: registered, below: []}] + facts AS f
  UNWIND f.days AS day
  WITH DISTINCT day ORDER BY day WHERE day <= $as_of
  RETURN collect(day) AS days
}
CALL (facts) {
  UNWIND facts AS f
  UNWIND f.below AS one
  WITH DISTINCT one ORDER BY one
  RETURN collect(one) AS below
}
RETURN days, below, size(facts) + registrations AS found
