// question: ownership.left
// title: Who left the lists of the largest holders of an enterprise
// title_zh: 退出前十大股东名单的股东
// params: party_id: str, most: int 0..200000 = 1000
// needs: shareholder
// names: a list under a bare name leaves nobody out, so that the enterprise is the party itself
// answer: models.rows.ownership.Left
// example: {"party_id": "uscc:91330106EXAMPLE115"}
// A row for each former holder, the latest first: holder, its labels, rule by which its name was linked, first day on which it is no
// longer in the list, the most it can have since and its share before, category, basis and provider of the list, and the name as
// stated. A name means the party it meant on the last day.
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)<-[r:INVESTS_IN]-(h:Party)
WHERE ever_held(r) AND r.left_list AND r.valid_to <= $as_of
WITH r, h ORDER BY r.valid_to DESC, h.id, r.fact_id LIMIT $most
WITH r, h, head([t IN meanings(h, ever_held) WHERE t.since < r.valid_to AND r.valid_to <= t.until]) AS meant
RETURN collect([
  coalesce(meant.id, h.id), coalesce(meant.labels, labels(h)), meant.rule, r.valid_to, r.at_most, r.share, r.category, r.basis,
  r.provider, r.stated_as
]) AS rows
