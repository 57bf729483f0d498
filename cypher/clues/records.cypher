// question: clues.records
// title: Records of parties, with the department that holds each and when it came
// title_zh: 主体的各部门记录
// params: party_ids: list[str], categories: list[str], since: str = "", most: int 0..200000 = 20000
// public: no
// answer: models.rows.clues.HeldRecords
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "categories": ["enterprise", "penalty"]}
// A row each of the usable records that a party is the subject of, ended ones among them, whose first day is after `since`: party,
// fact, statement, first day, day after the last (null: open), provider, id of the authority, its name, day after the last on which the public is
// shown it, tick at which it came, category and values.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Statement)
  WHERE ever_held(r) AND usable(r) AND r.role = $subjects[s.category] AND s.category IN $categories AND r.valid_from > $since
  WITH p, r, s LIMIT $most + 1
  WITH p, r, s, head(COLLECT {
    MATCH (s)-[i:ISSUED_BY]->meant(b, n, a, held) WHERE ever_held(i) RETURN a ORDER BY a.id LIMIT 1
  }) AS authority
  RETURN collect([
    p.id, r.fact_id, s.id, r.valid_from, CASE WHEN r.event THEN null ELSE r.valid_to END, s.provider, authority.id,
    CASE WHEN authority IS NULL OR authority.id STARTS WITH 'dept:' OR authority.id STARTS WITH 'name:' THEN null ELSE name_of(authority) END,
    r.public_until,
    head(COLLECT { 
      MATCH (s)-[e:IN]->(b_:Batch) WHERE e.recorded_at <= $known_at
      RETURN e.recorded_at AS n ORDER BY b_.state = 'withdrawn', n LIMIT 1
    }),
    {category: s.category, values: properties(s)}
  ]) AS records
}
RETURN records
