// question: ownership.same
// title: Which parties somebody decided to be one
// title_zh: 被认定为同一主体的主体
// params: party_ids: list[str], most: int 0..200000 = 20000
// needs: same_as
// public: no
// answer: models.rows.ownership.Sames
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "person:uscc:91330106EXAMPLE115:示例人"]}
// A row for each decision until the requested day, also those that no longer hold: party, other, labels of either, whether the
// party stands first, fact, decider, day, grounds, provider, the first days and the days after the last of the decision and of the
// names by which it was linked. A decision about a name that means no party has no effect.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  WHERE NOT p:Mention
  MATCH mentions(p, m, bearer, ever_held)-[r:SAME_AS]-(o:Party)
  WHERE ever_held(r)
  WITH p, m, r, o, startNode(r) = bearer AS forward LIMIT $most + 1
  WITH p, m, r, forward, CASE WHEN o:Mention THEN head(meanings(o, ever_held)) ELSE {id: o.id, labels: labels(o)} END AS other
  WITH p, m, r, forward, other WHERE other IS NOT NULL AND other.id <> p.id
  RETURN collect([
    p.id, other.id, labels(p), other.labels, forward, r.fact_id, r.decided_by, r.decided_on, r.grounds, r.provider,
    [r.valid_from] + [x IN m | x.valid_from] + [x IN [other.since] WHERE x IS NOT NULL],
    [r.valid_to] + [x IN m | x.valid_to] + [x IN [other.until] WHERE x IS NOT NULL]
  ]) AS rows
}
RETURN rows
