// Parties of which what an analysis is worked out from may be other than at an earlier one: their holder lists, roles, head offices,
// names or forms, who they are, or what was kept of them. Some may be the same after all.
// `was_*` are the day, tick and real day of the earlier analysis; `days` says whether either day is another now.
CALL () {
  MATCH (a)-[r:INVESTS_IN|REPRESENTS|BRANCH_OF|ABOUT]->(b:Party)
  WHERE ($days OR r.recorded_at > $was_known_at OR $was_known_at < r.withdrawn_at <= $known_at) AND held(r) <> was_held(r)
  WITH a, b, r WHERE type(r) <> 'ABOUT' OR a:Registration OR EXISTS { (a)-[:NAMES]->() }
  RETURN CASE type(r) WHEN 'BRANCH_OF' THEN a ELSE b END AS p
  UNION
  MATCH (p:Organisation)-[r]-()
  WHERE ($days OR r.recorded_at > $was_known_at OR $was_known_at < r.withdrawn_at <= $known_at) AND held(r) <> was_held(r)
  RETURN p
  UNION
  MATCH (p:Party) WHERE p.rederived_at > $was_known_at
  RETURN p
  UNION
  MATCH (p:Party)
  WHERE (p:Enterprise OR p:Organisation)
    AND (p.analysed = '' OR coalesce(p.analysed_results, 0) <> COUNT { (p)<-[:OWNS|CONTROLS|HEADS]-() })
  RETURN p
}
WITH DISTINCT p
CALL (p) {
  RETURN p AS q
  UNION
  MATCH (p)-[:RESOLVES_TO]->(q:Party)
  RETURN q
  UNION
  MATCH (p)-[:INVESTS_IN|REPRESENTS]->(:Party)-[:RESOLVES_TO*0..1]->(q:Party) WHERE p:Mention
  RETURN q
  UNION
  MATCH (p)<-[:BRANCH_OF]-(q:Party) WHERE p:Mention
  RETURN q
}
WITH DISTINCT q WHERE NOT q:Mention
RETURN q.id AS id ORDER BY id
