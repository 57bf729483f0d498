// question: statistics.counted
// title: How many records there are, by category, provider, division and month
// title_zh: 按类目、提供单位、区划与月份的记录数
// params: most: int 1..500000 = 200000
// names: it counts records under whatever they are filed, by the division that a code names
// answer: models.rows.statistics.CountedRecords
// public: no
// example: {}
// A record counts once, under the party that it is about before all others; a relationship under the end of few relationships, as its
// category says. `division` is of the party's code, empty where it has none; `month` that in which it began to hold.
CALL () {
  MATCH (s:Statement)-[r:ABOUT]->(p:Party) WHERE held(r) AND usable(r)
  WITH s, min(CASE WHEN r.role = $subjects[s.category] THEN p.id END) AS party, min(r.valid_from) AS since
  WITH s.category AS category, s.provider AS provider, CASE WHEN party STARTS WITH 'uscc:' THEN substring(party, 7, 4) ELSE '' END AS division,
    substring(since, 0, 7) AS month
  WITH category, provider, division, month, count(*) AS records LIMIT $most + 1
  RETURN collect([category, provider, division, month, records]) AS of_records
}
CALL () {
  MATCH (a:Party)-[r:ANY_EDGE]->(b:Party) WHERE held(r) AND usable(r)
  WITH r.category AS category, r.provider AS provider, substring(r.valid_from, 0, 7) AS month,
    CASE WHEN b.id STARTS WITH 'uscc:' THEN substring(b.id, 7, 4) WHEN a.id STARTS WITH 'uscc:' THEN substring(a.id, 7, 4) ELSE '' END AS division
  WITH category, provider, division, month, count(*) AS records LIMIT $most + 1
  RETURN collect([category, provider, division, month, records]) AS of_relationships
}
RETURN of_records + of_relationships AS counts,
  size(of_records) <= $most AND size(of_relationships) <= $most AS whole
