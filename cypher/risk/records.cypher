// question: risk.records
// title: Usable records of parties, in the categories that risk is found in
// title_zh: 风险指标所依据的主体记录
// params: party_ids: list[str], categories: list[str], most: int 0..200000 = 20000
// needs: enterprise
// public: no
// answer: models.rows.risk.RiskRecords
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "categories": ["enterprise", "penalty", "shareholder"]}
// A row of `records` each that the party is the subject of, up to the day and ended ones among them: party, role, fact, first day, day
// after the last (null: open), issuer, objections, day after the last on which the public is shown it, category and values. A row of `edges` each: the same, with whether it leads to the
// party in place of the role and with the other party in place of the issuer.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Statement)
  WHERE ever_held(r) AND usable(r) AND s.category IN $categories
  WITH p, r, s LIMIT $most + 1
  RETURN collect([
    p.id, r.role, r.fact_id, r.valid_from, CASE WHEN r.event THEN null ELSE r.valid_to END,
    head(COLLECT { MATCH (s)-[i:ISSUED_BY]->meant(b, n, a, held) WHERE ever_held(i) RETURN a.id ORDER BY a:Mention, a.id LIMIT 1 }), r.contested,
    r.public_until,
    {category: s.category, values: properties(s)}
  ]) AS records
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(o:Party)
  WHERE ever_held(r) AND usable(r) AND r.category IN $categories
  WITH p, r, endNode(r) = bearer AS inward, coalesce(head(meanings(o, held)).id, o.id) AS other LIMIT $most + 1
  MATCH (s:Statement {id: r.by[0]})
  RETURN collect([
    p.id, inward, r.fact_id, r.valid_from, CASE WHEN r.event THEN null ELSE r.valid_to END, other, r.contested,
    r.public_until,
    {category: s.category, values: properties(s)}
  ]) AS edges
}
RETURN records, edges
