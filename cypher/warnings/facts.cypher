// question: warnings.facts
// title: Whether the facts that a warning rests on are still believed, and may be used
// title_zh: 预警依据是否仍然有效
// params: party_ids: list[str], facts: list[str], most: int 1..20000 = 5000
// needs: enterprise
// public: no
// answer: models.rows.warnings.WarningFacts
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "facts": ["none"]}
// A row each: fact, and whether it may be used. A fact that is not among them is believed no more.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(:Statement)
  WHERE ever_held(r) AND r.fact_id IN $facts
  RETURN r.fact_id AS fact, r.usable AS usable LIMIT $most
  UNION
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)-[r:ANY_EDGE]-(:Party)
  WHERE ever_held(r) AND r.fact_id IN $facts
  RETURN r.fact_id AS fact, r.usable AS usable LIMIT $most
}
RETURN collect([fact, usable]) AS facts
