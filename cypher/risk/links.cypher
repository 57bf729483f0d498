// question: risk.links
// title: Over what risk may pass between parties and others, besides their holder lists and roles
// title_zh: 风险传导所依据的任职、担保与出质关系
// params: party_ids: list[str], most: int 0..200000 = 5000
// needs: shareholder, legal_representative, key_person, branch, guarantee, equity_pledge
// public: no
// answer: models.rows.risk.RiskLinkRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "person:uscc:91330106EXAMPLE115:示例人"]}
// A row of `below` each: party, and an enterprise that it holds, represents, has a post in or has as a branch; `most` + 1 of a party.
// A row of `degrees` each: party, number of others that it is linked to so that risk passes; of a kind of link no more than
// `most` + 1 are counted.
// A row of `guarantees` each: party, whether it is the debtor, other party, its labels, fact, amount, currency, kind of guarantee;
// `most` + 1 of a party.
// A row of `pledges` each: party, its role, role of another party, that party, its labels, fact, equity pledged, currency, state
// now, day after the last (9999-12-31: open); of `most` + 1 pledges of a party.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  CALL (p) {
    MATCH mentions(p, m, bearer, held)-[r:INVESTS_IN|REPRESENTS|HOLDS_POSITION]->(e:Party)
    WHERE held(r)
    RETURN DISTINCT e ORDER BY e.id LIMIT $most + 1
    UNION
    MATCH mentions(p, m, bearer, held)<-[r:BRANCH_OF]-(e:Party)
    WHERE held(r)
    RETURN DISTINCT e ORDER BY e.id LIMIT $most + 1
  }
  WITH p, e, head(meanings(e, held)) AS meant
  WITH DISTINCT p.id AS party, coalesce(meant.id, e.id) AS lower_id, coalesce(meant.labels, labels(e)) AS kinds
  RETURN collect([party, lower_id, kinds]) AS below
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(q:Party)
  CALL (q) {
    MATCH mentions(q, m, bearer, held)-[r:INVESTS_IN|REPRESENTS|HOLDS_POSITION|BRANCH_OF]-(o:Party)
    WHERE held(r)
    RETURN DISTINCT o LIMIT $most + 1
    UNION
    MATCH mentions(q, m, bearer, held)-[r:GUARANTEED_BY]-(o:Party)
    WHERE held(r) AND usable(r)
    RETURN DISTINCT o LIMIT $most + 1
    UNION
    MATCH mentions(q, m, bearer, held)<-[r:ABOUT]-(s:EquityPledge)-[t:ABOUT]->(o:Party)
    WHERE held(r) AND usable(r) AND held(t) AND usable(t) AND t.role <> r.role
    RETURN DISTINCT o LIMIT $most + 1
  }
  WITH q, count(o) AS degree
  WHERE degree > 0
  RETURN collect([q.id, degree]) AS degrees
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  CALL (p) {
    MATCH mentions(p, m, bearer, held)-[r:GUARANTEED_BY]-(o:Party)
    WHERE held(r) AND usable(r)
    RETURN r, o, startNode(r) = bearer AS owes ORDER BY r.fact_id LIMIT $most + 1
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
    RETURN r, s ORDER BY r.fact_id LIMIT $most + 1
  }
  MATCH (s)-[t:ABOUT]->(o:Party)
  WHERE held(t) AND usable(t) AND t.role <> r.role
  WITH p, r, s, t, o, head(meanings(o, held)) AS meant
  WITH p, r, s, t, coalesce(meant.id, o.id) AS other, coalesce(meant.labels, labels(o)) AS kinds
  RETURN collect([
    p.id, r.role, t.role, other, kinds, r.fact_id, s.amount, s.amount_currency, s.state, r.valid_to
  ]) AS pledges
}
RETURN below, degrees, guarantees, pledges
