// question: warnings.equity.controller_change
// title: Enterprises whose majority went to another holder of late, who may be troubled or has just founded several
// title_zh: 控制人突变
// params: party_ids: list[str], most: int 1..20000 = 5000, since: str, control: float 0..1, firms: int 1..1000, young: str
// needs: enterprise, shareholder
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "since": "2019-01-01", "control": 0.5, "firms": 1, "young": "2019-01-01"}
// The majority held directly. To whom the former one holds, or is held by, it stays in the group.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[r:INVESTS_IN]-(h:Party)
WHERE held(r) AND usable(r) AND r.share > $control AND r.valid_from >= $since AND NOT h:Mention
  AND NOT h.id STARTS WITH 'person:'
MATCH (p)<-[o:INVESTS_IN]-(b:Party)
WHERE ever_held(o) AND usable(o) AND o.share > $control AND o.valid_to <= r.valid_from AND b.id <> h.id
  AND NOT EXISTS { MATCH (b)-[k:INVESTS_IN]-(h) WHERE held(k) AND k.share > $control }
  AND NOT EXISTS { MATCH (p)<-[e:INVESTS_IN]-(h) WHERE ever_held(e) AND e.share > $control AND e.valid_to <= r.valid_from }
WITH DISTINCT p, r, h
MATCH (s:Statement {id: r.by[0]})
WITH p, r, h, proof(s, r, p) AS record, COLLECT {
  MATCH (h)-[k:INVESTS_IN]->(f:Enterprise) WHERE held(k) AND usable(k) AND k.share > $control AND f.id <> p.id
  WITH f, register_of(f) AS register WHERE register.established > $young
  RETURN DISTINCT f.id LIMIT 100
} AS young
WITH p, r, h, record, young LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {controller: h.id}, regardless: size(young) >= $firms, figures: {young: size(young), share: r.share},
  roots: [h.id + ' ' + r.valid_from], records: [record]
}) AS found
