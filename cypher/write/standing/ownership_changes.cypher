// Return the parties whose inputs of the ownership analysis may have changed since an earlier refresh: holder lists and their coverage,
// roles, head offices, names, forms or identity. Some may be unchanged after all.
// What was taken back since is, of the moment before, shown only to callers above the public: it counts as changed.
// `was_*` are the day, tick and real day of the earlier refresh; `days`: whether either day has changed.
CALL () {
  CALL () {
    MATCH (a)-[r:INVESTS_IN|REPRESENTS|HOLDS_POSITION|BRANCH_OF|ABOUT]->(b:Party)
    WHERE ($days OR r.recorded_at > $was_known_at OR $was_known_at < r.withdrawn_at <= $known_at)
      AND (coalesce(held(r), false) <> coalesce(was_held(r), false) OR ($level < r.level AND $was_known_at < r.withdrawn_at <= $known_at))
    WITH a, b, r WHERE type(r) <> 'ABOUT' OR a:Registration OR EXISTS { (a)-[:NAMES]->() }
    RETURN CASE type(r) WHEN 'BRANCH_OF' THEN a ELSE b END AS p
    UNION
    MATCH (p:Organisation)-[r]-()
    WHERE ($days OR r.recorded_at > $was_known_at OR $was_known_at < r.withdrawn_at <= $known_at)
      AND (coalesce(held(r), false) <> coalesce(was_held(r), false) OR ($level < r.level AND $was_known_at < r.withdrawn_at <= $known_at))
    RETURN p
    UNION
    MATCH (c:Coverage)-[i:IN]->(b:Batch)
    WHERE i.recorded_at > $was_known_at OR (b.state = 'withdrawn' AND b.withdrawn_at > $was_known_at)
      OR ($days AND (c.day <= $as_of) <> (c.day <= $was_as_of))
    MATCH (c)-[:REFERS]->(:Identifier)-[:IDENTIFIES]->(p:Party)
    RETURN p
    UNION
    MATCH (p:Party) WHERE p.rederived_at > $was_known_at
    RETURN p
  }
  WITH DISTINCT p
  MATCH (p)-[:RESOLVES_TO*0..1]->(q:Party)
  RETURN q
  UNION
  MATCH (m:Mention) WHERE m.resolved_at > $was_known_at OR m.rederived_at > $was_known_at
  CALL (m) {
    MATCH (m)-[:INVESTS_IN|REPRESENTS]->(:Party)-[:RESOLVES_TO*0..1]->(q:Party)
    RETURN q
    UNION
    MATCH (m)<-[:BRANCH_OF]-(q:Party)
    RETURN q
    UNION
    MATCH (m)-[:RESOLVES_TO]->(q:Party) WHERE EXISTS { (m)<-[:INVESTS_IN|REPRESENTS]-() }
    RETURN q
  }
  RETURN q
}
WITH DISTINCT q WHERE NOT q:Mention
RETURN q.id AS id ORDER BY id
