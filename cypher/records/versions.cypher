// question: records.versions
// title: Records of one category about a party before and after they were changed
// title_zh: 记录变更前后
// params: party_id: str, category: str, statement: str?, limit: int = 50
// rows: models.answers.records.VersionsRow
// names: a record is asked for where it stands, under the own identifiers of a party
// answer: models.answers.records.RecordVersions
// example: the penalties of a firm {"party_id": "uscc:91330106EXAMPLE115", "category": "penalty"}
// example: its holders {"party_id": "uscc:91330106EXAMPLE115", "category": "shareholder", "limit": 2}
// The versions of a fact stand together, the last first; of a record in which the party has several roles, those of the first.
MATCH (:Identifier {id: $party_id})-[:IDENTIFIES]->(p:Party)
WHERE NOT p:Mention AND seen(p)
WITH p LIMIT 1
CALL (p) {
  CALL (p) {
    MATCH (p)<-[r:ABOUT]-(s:Statement)
    WHERE once_held(r) AND s.category = $category
      AND ($statement IS NULL OR EXISTS { MATCH (t:Statement {id: $statement}) WHERE t.group = s.group })
      AND NOT EXISTS { MATCH (s)-[o:ABOUT]->(p) WHERE once_held(o) AND o.version_id <> r.version_id AND o.recorded_at = r.recorded_at AND o.role < r.role }
    RETURN s AS s, r AS r
    UNION ALL
    MATCH (p)-[r:ANY_EDGE]-(:Party)
    WHERE once_held(r) AND r.category = $category
      AND ($statement IS NULL OR EXISTS { MATCH (t:Statement {id: $statement}) WHERE t.group = r.group })
    MATCH (s:Statement {id: r.by[0]})
    RETURN s AS s, r AS r
  }
  WITH s, r, [] AS m ORDER BY r.valid_from DESC, r.fact_id, r.recorded_at DESC, s.id, r.version_id LIMIT $limit
  RETURN collect({fact: fact(s, r, m), of: r.fact_id, known_from: r.recorded_at, known_to: r.withdrawn_at,
    since: head(COLLECT { MATCH (k:Tick {n: r.recorded_at}) RETURN k.at }),
    until: head(COLLECT { MATCH (k:Tick {n: r.withdrawn_at}) RETURN k.at })}) AS versions
}
RETURN p.id AS id, labels(p) AS kinds, name_of(p) AS name, state_of(p) AS state, versions
