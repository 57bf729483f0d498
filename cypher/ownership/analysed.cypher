// question: ownership.analysed
// title: What the last analysis of the whole graph found of a party: who controls and heads it, who owns 1 % of it, and what it owns
// title_zh: 全图股权分析结果
// params: party_id: str, limit: int = 100
// rows: models.work.analysis.AnalysedRow
// answer: models.work.analysis.AnalysedParty
// public: no
// example: a firm {"party_id": "uscc:91330106EXAMPLE115"}
// example: a person {"party_id": "person:uscc:91330106EXAMPLE115:示例人"}
// While an analysis is being written, or was broken off, there are none either.
// Results are of the day and tick of the analysis, which are returned with them, whatever day is requested; before that tick there are
// none. They stay as they were until the graph is analysed again, whatever is taken back or hidden since: hence not for the public.
// A bare name is one party in the list of each enterprise that names it: `#` and that enterprise stand after it.
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention AND seen(p)
WITH p LIMIT 1
OPTIONAL MATCH (a:Analysis {id: 'ownership'}) WHERE a.data_tick <= $known_at AND NOT coalesce(a.unfinished, false)
WITH p, a, name_of(p) AS name
WITH p, a, name,
  COLLECT {
    MATCH (p)<-[r:CONTROLS]-(h:Party) WHERE a IS NOT NULL AND held(r)
    RETURN h.id + coalesce('#' + r.named_in, '') AS id ORDER BY id LIMIT 10
  } + [x IN coalesce(p.analysed_alone, []) WHERE a IS NOT NULL AND x STARTS WITH 'CONTROLS|' | substring(x, 9)] AS controllers,
  COLLECT {
    MATCH (p)<-[r:HEADS]-(h:Party) WHERE a IS NOT NULL AND held(r)
    RETURN h.id + coalesce('#' + r.named_in, '') AS id ORDER BY id LIMIT 10
  } + [x IN coalesce(p.analysed_alone, []) WHERE a IS NOT NULL AND x STARTS WITH 'HEADS|' | substring(x, 6)] AS heads,
  COUNT { MATCH (p)<-[r:OWNS]-(:Party) WHERE a IS NOT NULL AND held(r) } AS owners_total,
  COLLECT {
    MATCH (p)<-[r:OWNS]-(h:Party) WHERE a IS NOT NULL AND held(r)
    RETURN {id: h.id + coalesce('#' + r.named_in, ''), share_min: r.share_min, share_max: r.share_max}
    ORDER BY r.share_min DESC, h.id, r.named_in LIMIT $limit
  } AS owners,
  COUNT { MATCH (p)-[r:OWNS]->(:Party) WHERE a IS NOT NULL AND held(r) } AS holdings_total,
  COLLECT {
    MATCH (p)-[r:OWNS]->(e:Party) WHERE a IS NOT NULL AND held(r)
    RETURN {id: e.id, share_min: r.share_min, share_max: r.share_max} ORDER BY r.share_min DESC, e.id LIMIT $limit
  } AS holdings,
  COUNT { MATCH (p)-[r:CONTROLS]->(:Party) WHERE a IS NOT NULL AND held(r) } AS controls_total,
  COLLECT { MATCH (p)-[r:CONTROLS]->(e:Party) WHERE a IS NOT NULL AND held(r) RETURN e.id ORDER BY e.id LIMIT $limit } AS controls
CALL (controllers, heads, owners, holdings, controls) {
  UNWIND controllers + heads + [o IN owners | o.id] + [h IN holdings | h.id] + controls AS party_id
  WITH DISTINCT party_id
  MATCH (q:Party {id: party_id})
  WITH q, name_of(q) AS registered, state_of(q) AS state ORDER BY q.id
  RETURN collect([q.id, CASE WHEN registered IS NULL THEN stated_name(q) ELSE registered END,
    [k IN labels(q) WHERE k <> 'Party'][0], state]) AS known
}
RETURN p.id AS id, name, [k IN labels(p) WHERE k <> 'Party'][0] AS kind, state_of(p) AS state, a.as_of AS analysed_as_of, a.data_tick AS data_tick, controllers, heads,
  owners_total, owners, holdings_total, holdings, controls_total, controls, known
