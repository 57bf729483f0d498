// question: network.links
// title: All links of parties
// title_zh: 关联关系网络
// params: party_ids: list[str], most: int 0..200000 = 20000, without: list[str] = []
// needs: shareholder
// answer: models.rows.relations.Links
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "person:uscc:91330106EXAMPLE115:示例人"]}
// example: without holdings {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "dept:EXAMPLE"], "without": ["INVESTS_IN"]}
// A row of `links` each: requested party, other party, whether it leads to the requested one, type, fact, share or its range, first
// day, day after the last, rule by which a name was linked. A row of `parties` each, of the requested ones that the caller may know
// of and of those at the other ends: id, labels. Links of the types `without` are left out.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(o:Party)
  WHERE held(r) AND NOT type(r) IN $without
  WITH p, m, r, o, bearer LIMIT $most + 1
  WITH p, m, r, startNode(r) = bearer AS forward, o, head(meanings(o, held)) AS meant
  RETURN collect([
    p.id, coalesce(meant.id, o.id), forward, type(r), r.fact_id, r.share, r.share_min, r.share_max, r.valid_from, r.valid_to,
    coalesce(meant.rule, head([x IN m | x.rule])), r.stated_as
  ]) AS links,
  collect(DISTINCT [p.id, labels(p)]) + collect(DISTINCT [coalesce(meant.id, o.id), coalesce(meant.labels, labels(o))]) AS met
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (q:Party {id: id})
  WHERE seen(q)
  RETURN collect([q.id, labels(q)]) AS requested
}
RETURN links, met + requested AS parties
