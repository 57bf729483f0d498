// question: risk.links
// title: Over what risk may pass between parties and others, besides their holder lists and roles
// title_zh: 风险传导所依据的任职、担保与出质关系
// params: party_ids: list[str], most: int 0..200000 = 5000
// needs: shareholder, legal_representative, key_person, branch, guarantee, equity_pledge
// public: no
// answer: models.rows.risk.RiskLinkRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "person:uscc:91330106EXAMPLE115:示例人"]}
// A row of `below` each: party, and an enterprise that it holds, represents, has a post in or has as a branch; `most` + 1 of a party.
// A row of `degrees` each: party, number of its links over which risk passes, of which no more than `most` + 1 are counted.
// A row of `guarantees` each: party, whether it is the debtor, other party, its labels, fact, amount, currency, kind of guarantee.
// A row of `pledges` each: party, its role, role of another party, that party, its labels, fact, equity pledged, currency, state.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  CALL (p) {
    MATCH mentions(p, m, bearer, held)-[r:INVESTS_IN|REPRESENTS|HOLDS_POSITION]->(e:Party)
    WHERE held(r)
    RETURN DISTINCT e LIMIT $most + 1
    UNION
    MATCH mentions(p, m, bearer, held)<-[r:BRANCH_OF]-(e:Party)
    WHERE held(r)
    RETURN DISTINCT e LIMIT $most + 1
  }
  WITH p, e, head(meanings(e, held)) AS meant
  WITH DISTINCT p.id AS party, coalesce(meant.id, e.id) AS lower_id, coalesce(meant.labels, labels(e)) AS kinds
  RETURN collect([party, lower_id, kinds]) AS below
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(q:Party)
  WITH q, COUNT {
    MATCH mentions(q, m, bearer, held)-[r:INVESTS_IN|REPRESENTS|HOLDS_POSITION|BRANCH_OF|GUARANTEED_BY]-(:Party)
    WHERE held(r)
    RETURN 1 AS one_ LIMIT $most + 1
  } AS degree
  WHERE degree > 0
  RETURN collect([q.id, degree]) AS degrees
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  CALL (p) {
    MATCH mentions(p, m, bearer, held)-[r:GUARANTEED_BY]-(o:Party)
    WHERE held(r) AND usable(r)
    RETURN r, o, startNode(r) = bearer AS owes LIMIT $most + 1
  }
  WITH p, r, o, owes, head(meanings(o, held)) AS meant
  RETURN collect([
    p.id, owes, coalesce(meant.id, o.id), coalesce(meant.labels, labels(o)), r.fact_id, r.amount, r.amount_currency, r.method
  ]) AS guarantees
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  CALL (p) {
    MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:EquityPledge)
    WHERE held(r) AND usable(r)
    RETURN r, s LIMIT $most + 1
  }
  MATCH (s)-[t:ABOUT]->meant(b, n, o, held)
  WHERE held(t) AND usable(t) AND t.role <> r.role
  RETURN collect([p.id, r.role, t.role, o.id, labels(o), r.fact_id, s.amount, s.amount_currency, s.state]) AS pledges
}
RETURN below, degrees, guarantees, pledges
