// question: ownership.lists
// title: Who stands above parties: the rows of their holder lists, who represents them, and whose branches they are
// title_zh: 股东名册、代表人与总公司
// params: party_ids: list[str], most: int 0..200000 = 20000
// needs: shareholder, legal_representative, branch, key_person, enterprise
// names: whose branch a party is stands under its own code; all else is followed
// answer: models.rows.ownership.Lists
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW"]}
// A row each: party, other, labels of the other, rule by which its name was linked, fact, provider, day, first and last day,
// and the values the fact states; of holders also what distinguishes entries of one stake (form, due date, class of share), the first
// day on which it is no longer in a list of the largest and the most it can have since, the day its list was announced, and the day
// for which it was first stated. One row more than `most` shows that there are more.
// Of registrations: party, fact, first and last day, and whom the latest names as operator, investor, managing partner, legal
// representative and person in charge.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:INVESTS_IN]-(h:Party)
  WHERE held(r)
  WITH p, m, r, h LIMIT $most + 1
  WITH p, m, r, h, head(meanings(h, held)) AS meant
  RETURN collect([
    p.id, coalesce(meant.id, h.id), coalesce(meant.labels, labels(h)), coalesce(meant.rule, head([x IN m | x.rule])), r.fact_id,
    r.provider, coalesce(r.last_seen, r.valid_from), r.category, r.basis, r.share, r.share_min, r.share_max,
    r.votes, r.votes_min, r.votes_max, r.subscribed, r.subscribed_currency, r.paid, r.paid_currency,
    [x IN [r.subscribed_form, r.subscribed_on, r.paid_form, r.paid_on, r.share_class] WHERE x IS NOT NULL],
    CASE WHEN r.left_list THEN [r.valid_to, r.at_most] END, r.announced_on, r.day,
    r.stated_as
  ]) AS rows
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:REPRESENTS|HOLDS_POSITION]-(h:Party)
  WHERE held(r)
  WITH p, m, r, h LIMIT $most + 1
  WITH p, m, r, h, head(meanings(h, held)) AS meant
  RETURN collect([
    p.id, coalesce(meant.id, h.id), coalesce(meant.labels, labels(h)), coalesce(meant.rule, head([x IN m | x.rule])), r.fact_id,
    type(r), r.post, r.valid_from, r.valid_to, r.stated_as
  ]) AS roles
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH (p)-[r:BRANCH_OF]->(h:Party)
  WHERE held(r)
  WITH p, r, h LIMIT $most + 1
  WITH p, r, h, head(meanings(h, held)) AS meant
  RETURN collect([
    p.id, coalesce(meant.id, h.id), coalesce(meant.labels, labels(h)), meant.rule, r.fact_id, 'HEAD_OFFICE', null, r.valid_from,
    r.valid_to, r.stated_as
  ]) AS heads
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  CALL (p) {
    MATCH (p)<-[r:ABOUT]-(s:Registration) WHERE held(r) AND r.role = 'party'
    RETURN r, s ORDER BY r.valid_from DESC, s.id DESC LIMIT 1
  }
  WITH p, r, s
  WHERE coalesce(s.operator, s.investor, s.managing_partner, s.legal_representative, s.principal) IS NOT NULL
  RETURN collect([
    p.id, r.fact_id, r.valid_from, r.valid_to, s.operator, s.investor, s.managing_partner, s.legal_representative, s.principal
  ]) AS named
}
RETURN rows, roles, heads, named
