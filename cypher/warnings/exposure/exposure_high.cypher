// question: warnings.exposure.exposure_high
// title: Enterprises that the last analysis found exposed to the risk of others, or that may be by now
// title_zh: 关联风险
// params: party_ids: list[str], most: int 1..20000 = 5000, calm: float 0..1, least: float 0..1, rise: float 0..1000, since: str, part: float 0..1
// needs: enterprise
// public: no
// names: the analysis has joined names already, and what it found stands under the party
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "calm": 0.1, "least": 0.33, "rise": 0.2, "since": "2024-05-02", "part": 0.1}
// Each is worked out anew afterwards, on the day and on `since`, which says whether it is; `part` is how much of its exposure comes
// from those whose records are named. `carried` is in units of 2^-44 nat.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
WHERE p.exposed_carried > 0 AND $part <= 1 AND $since <= $as_of
WITH p, p.exposed_p >= $least AND p.exposed_s < $calm AS high,
  p.exposed_carried >= $rise * 17592186044416.0 AS risen
WHERE high OR risen
WITH p, risen LIMIT $most + 1
RETURN collect({party: p.id, roles: {}, figures: {}, roots: [], records: [], risen: risen}) AS found
