// question: warnings.equity.freeze_chain
// title: Groups in which the stakes of several enterprises were frozen within a short time
// title_zh: 集团内多家企业股权短期内被冻结
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, least: int 2..1000, control: float 0..1
// needs: shareholder, equity_freeze
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2023-01-01", "least": 2, "control": 0.5}
// A group is who holds the majority of several enterprises directly, and these. An enterprise is frozen where a stake in it is.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[k:INVESTS_IN]-(h:Party)
WHERE held(k) AND usable(k) AND k.share >= $control AND NOT h:Mention AND NOT h.id STARTS WITH 'person:'
WITH DISTINCT h
CALL (h) {
  MATCH (h)-[k:INVESTS_IN]->(q:Enterprise) WHERE held(k) AND usable(k) AND k.share >= $control
  RETURN q ORDER BY q.id LIMIT 500
  UNION
  WITH h AS q WHERE q:Enterprise
  RETURN q
}
MATCH (q)<-[a:ABOUT]-(s:EquityFreeze)
WHERE held(a) AND usable(a) AND a.role = 'enterprise' AND coalesce(s.state, 'frozen') = 'frozen' AND s.frozen_from >= $since
WITH h, q, collect(DISTINCT coalesce(s.notice_no, a.fact_id)) AS notices, collect(proof(s, a, q)) AS records
ORDER BY q.id
WITH h, collect(q.id) AS firms, collect(notices) AS notices, collect(records) AS records
WHERE size(firms) >= $least
WITH h, firms, notices, records LIMIT $most + 1
RETURN collect({
  party: head(firms), about: 'group ' + h.id, roles: {controller: h.id}, figures: {firms: size(firms)}, roots: firms,
  records: reduce(all_ = [], x IN records | all_ + x)
}) AS found
