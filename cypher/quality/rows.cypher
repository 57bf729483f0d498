// question: quality.rows
// title: The rows of one batch, and which of its statements are seen
// title_zh: 某批次的各行及其中可见者
// params: batch: str, past: str = "", most: int 1..5000 = 2000, firsts: bool = false
// names: it reads what rows state as they state it, and whether a name alone was found
// answer: models.rows.quality.BatchRows
// public: no
// example: {"batch": "penalty"}
// A page of rows in order of their ids. `seen` are the statements of facts that may be seen; a row that is not among them is
// hidden, and left out by who asks. A statement that a fact does not start from is looked up by its group, which is slower.
// `parties` are those that rows name: statement, role, name as stated, registered names, whether the name stands alone,
// whether it was found, and the party. `before`, asked for by `firsts`, are statements of records that were stated before, as far as
// that may be seen, by batches that are not withdrawn: the day on which the first came, and whether a row of these is seen, or all
// are replaced since. Of rows of one moment one is the first.
MATCH (b:Batch {id: $batch})<-[i:IN]-(s:Statement)
WHERE s.id > $past AND s.level <= $level AND i.recorded_at <= $known_at AND NOT s:Coverage
WITH s, i ORDER BY s.id LIMIT $most
WITH collect({s: s, i: i}) AS found
CALL (found) {
  UNWIND found AS x
  WITH x.s AS s
  MATCH (s)-[r:ABOUT]->(:Party) WHERE ever_held(r)
  RETURN collect(DISTINCT s.id) AS direct
}
CALL (found) {
  UNWIND found AS x
  WITH x.s AS s WHERE s.anchor IS NULL
  OPTIONAL MATCH (s)-[r:ABOUT]->(:Party) WHERE ever_held(r)
  WITH s, count(r) AS own WHERE own = 0
  WITH DISTINCT s.group AS g
  MATCH (n:Statement {group: g})-[r:ABOUT]->(:Party) WHERE ever_held(r)
  UNWIND r.by AS one
  RETURN collect(DISTINCT one) AS grouped
}
CALL (found) {
  UNWIND found AS x
  WITH DISTINCT x.s.anchor AS a WHERE a IS NOT NULL
  MATCH (p:Party {id: a})-[r:ANY_EDGE]-(:Party) WHERE ever_held(r)
  UNWIND r.by AS one
  RETURN collect(DISTINCT one) AS related
}
CALL (found) {
  UNWIND found AS x
  WITH x.s AS s
  MATCH (s)-[f:REFERS]->(:Identifier)-[:IDENTIFIES]->(p:Party)
  RETURN collect([s.id, f.role, f.name, p.names, p:Mention, CASE WHEN p:Mention THEN EXISTS {
    MATCH (p)-[v:RESOLVES_TO]->(:Party) WHERE held(v) AND v.rule <> 'candidate'
  } ELSE true END, p.id]) AS parties
}
CALL (found) {
  UNWIND found AS x
  WITH x.s AS s, x.i AS i WHERE $firsts AND s.group IS NOT NULL
  MATCH (o:Statement {group: s.group})-[e:IN]->(b:Batch)
  WHERE o.id <> s.id AND o.level <= $level AND b.withdrawn_at > $known_at
    AND (e.recorded_at < i.recorded_at OR (e.recorded_at = i.recorded_at AND o.id < s.id))
  MATCH (n:Statement {group: s.group})-[r:ABOUT]->(:Party) WHERE once_held(r) AND o.id IN r.by
  WITH s.id AS id, substring(min(b.at), 0, 10) AS first, max(CASE WHEN ever_held(r) THEN 1 ELSE 0 END) AS shown
  RETURN collect([id, first, shown > 0]) AS before
}
CALL (found) {
  UNWIND found AS x
  WITH x.s AS s, x.i AS i
  RETURN collect({
    statement: s.id, category: s.category, provider: s.provider, day: s.day, place: i.place, new: coalesce(i.new, true),
    remarks: coalesce(i.remarks, []), stated: {category: s.category, values: properties(s)}
  }) AS items
}
RETURN direct + grouped + related AS seen, parties, before, items
