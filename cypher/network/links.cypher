// question: network.links
// title: All links of parties, and how many links those at their other ends have
// title_zh: 关联关系网络
// params: party_ids: list[str], most: int = 20000, counted: int = 1000, without: list[str] = []
// needs: shareholder
// answer: models.network_links.Links
// A link each: party that was asked for, other party, whether it leads to the party, type, fact, share or its range, first day,
// day after the last, rule by which a name was linked. A party each, where the caller may know of it: id, labels, number of its
// links, of which no more than `counted` + 1 are counted. Links of the types `without` are left aside.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH (p)<-[m:RESOLVES_TO*0..1]-(bearer:Party)-[r:ANY_EDGE]-(o:Party)
  WHERE all(x IN m WHERE held(x) AND x.rule IN $rules) AND held(r) AND NOT type(r) IN $without
  WITH p, m, r, o, bearer LIMIT $most + 1
  WITH p, m, r, startNode(r) = bearer AS forward, o, CASE WHEN o:Mention THEN head(COLLECT {
    MATCH (o)-[v:RESOLVES_TO]->(t:Party) WHERE held(v) AND v.rule IN $rules RETURN {id: t.id, rule: v.rule}
  }) END AS meant
  RETURN collect([
    p.id, coalesce(meant.id, o.id), forward, type(r), r.fact_id, r.share, r.share_min, r.share_max, r.valid_from, r.valid_to,
    coalesce(meant.rule, head([x IN m | x.rule])), r.stated_as
  ]) AS links
}
CALL (links) {
  UNWIND $party_ids + [l IN links | l[1]] AS id
  WITH DISTINCT id
  MATCH (q:Party {id: id})
  WITH q, COUNT {
    MATCH (q)<-[m:RESOLVES_TO*0..1]-(:Party)-[r:ANY_EDGE]-(:Party)
    WHERE all(x IN m WHERE held(x) AND x.rule IN $rules) AND held(r) AND NOT type(r) IN $without
    RETURN 1 AS one_ LIMIT $counted + 1
  } AS degree
  WHERE degree > 0 OR seen(q)
  RETURN collect([q.id, labels(q), degree]) AS parties
}
RETURN links, parties
