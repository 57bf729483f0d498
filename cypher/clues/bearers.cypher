// question: clues.bearers
// title: Who states given values, in which record, and since when that is known
// title_zh: 登记相同线索的主体及其依据
// params: values: list[str], people: list[str], parties: list[str], most: int 0..200000 = 20000
// public: no
// answer: models.rows.clues.Bearers
// example: {"values": ["address:杭州市西湖区示例路1号"], "people": ["person:uscc:91330106EXAMPLE115:示例人"], "parties": []}
// A row each of `stated`: value, party, fact, property, tick at which it came, category and values. A row each of `links`: person,
// enterprise, fact, type, tick. Of these parties alone, where some are given.
CALL () {
  UNWIND $values AS id
  MATCH (t:Trait {id: id})
  MATCH (t)<-[d:STATES]-(s:Statement)-[r:ABOUT]->meant(bearer, m, q, held)
  WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category] AND NOT q:Mention
    AND (size($parties) = 0 OR q.id IN $parties)
  WITH t, q, r, d, s LIMIT $most + 1
  RETURN collect([
    t.id, q.id, r.fact_id, d.property,
    head(COLLECT {
      MATCH (s)-[e:IN]->(b_:Batch) WHERE e.recorded_at <= $known_at
      RETURN e.recorded_at AS n ORDER BY b_.state = 'withdrawn', n LIMIT 1
    }),
    {category: s.category, values: properties(s)}
  ]) AS stated
}
CALL () {
  UNWIND $people AS id
  MATCH (h:Party {id: id})
  MATCH (h:Person)-[r:ANY_EDGE]-meant(bearer, m, q, held)
  WHERE held(r) AND q:Enterprise AND (size($parties) = 0 OR q.id IN $parties)
  WITH h, q, r LIMIT $most + 1
  RETURN collect([h.id, q.id, r.fact_id, type(r), head(COLLECT {
    MATCH (x:Statement {id: r.by[0]})-[e:IN]->(b_:Batch) WHERE e.recorded_at <= $known_at
    RETURN e.recorded_at AS n ORDER BY b_.state = 'withdrawn', n LIMIT 1
  })]) AS links
}
RETURN stated, links
