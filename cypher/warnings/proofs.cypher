// question: warnings.proofs
// title: The records that a warning rests on, by their facts
// title_zh: 预警所依据的记录
// params: party_ids: list[str], facts: list[str], most: int 1..20000 = 5000
// needs: enterprise
// public: no
// answer: models.rows.warnings.WarningProofs
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "facts": ["none"]}
// Each as `proof`: fact, category, provider, first day, party.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Statement)
  WHERE ever_held(r) AND r.fact_id IN $facts
  RETURN r.fact_id AS fact, p.id AS party, proof(s, r, p) AS record LIMIT $most
  UNION
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(:Party)
  WHERE ever_held(r) AND r.fact_id IN $facts
  MATCH (s:Statement {id: r.by[0]})
  RETURN r.fact_id AS fact, p.id AS party, proof(s, r, p) AS record LIMIT $most
}
WITH fact, record, party ORDER BY fact, party
WITH fact, head(collect(record)) AS record
RETURN collect(record) AS proofs
