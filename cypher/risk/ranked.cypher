// question: risk.ranked
// title: Parties by what the last analysis of the exposure of all found, the highest first
// title_zh: 全图关联风险排名所依据的数值
// params: by: str, kind: str, region: str = "", industry: str = "", most: int 1..2000 = 50
// public: no
// names: the analysis has joined names already, and what it found stands under the party
// answer: models.rows.risk.RiskRanked
// example: {"by": "exposure", "kind": "Enterprise"}
// A row each: party, kind, name, state, own risk, exposure, and in units of 2^-44 nat what others bring and what it sends. `by` is the
// figure by which they are ordered: exposure, carried, sent, own_risk. Division and industry are those of the latest registration, by the
// beginnings of their codes.
// Whom the caller may not know any more is not among them, and counts in `total` until the next analysis.
OPTIONAL MATCH (a:Analysis {id: 'exposure'}) WHERE a.data_tick <= $known_at AND NOT coalesce(a.unfinished, false)
OPTIONAL MATCH (u:Analysis {id: 'exposure'}) WHERE u.unfinished
CALL (a) {
  MATCH (p:Party)
  WHERE a IS NOT NULL AND p.exposed_p > 0 AND any(label IN labels(p) WHERE label = $kind)
  WITH p, CASE $by WHEN 'carried' THEN p.exposed_carried WHEN 'sent' THEN p.exposed_sent WHEN 'own_risk' THEN p.exposed_s
    ELSE p.exposed_p END AS figure
  WHERE figure > 0 AND (($region = '' AND $industry = '') OR size(COLLECT {
    WITH p, register_of(p) AS register
    WHERE coalesce(register.region, '') STARTS WITH $region AND coalesce(register.industry, '') STARTS WITH $industry
    RETURN 1 AS one_
  }) > 0)
  RETURN count(p) AS total
}
CALL (a) {
  MATCH (p:Party)
  WHERE a IS NOT NULL AND p.exposed_p > 0 AND any(label IN labels(p) WHERE label = $kind)
  WITH p, CASE $by WHEN 'carried' THEN p.exposed_carried WHEN 'sent' THEN p.exposed_sent WHEN 'own_risk' THEN p.exposed_s
    ELSE p.exposed_p END AS figure
  WHERE figure > 0 AND (($region = '' AND $industry = '') OR size(COLLECT {
    WITH p, register_of(p) AS register
    WHERE coalesce(register.region, '') STARTS WITH $region AND coalesce(register.industry, '') STARTS WITH $industry
    RETURN 1 AS one_
  }) > 0)
  WITH p, figure ORDER BY figure DESC, p.id
  WHERE seen(p)
  WITH p, figure ORDER BY figure DESC, p.id LIMIT $most
  WITH p, name_of(p) AS name, state_of(p) AS state, figure ORDER BY figure DESC, p.id
  RETURN collect([p.id, $kind, CASE WHEN name IS NULL THEN stated_name(p) ELSE name END, state, p.exposed_s, p.exposed_p,
    p.exposed_carried, p.exposed_sent]) AS ranked
}
RETURN a.as_of AS analysed_as_of, a.data_tick AS data_tick, u IS NOT NULL AS unfinished, total, ranked
