// question: network.population
// title: How many parties there are, and how many state anything of a kind
// title_zh: 主体总数及登记各类特征的主体数
// params: kinds: list[str], counted: int 0..200000 = 5000
// needs: enterprise
// public: no
// names: it counts what parties state of themselves, which stands under their codes
// answer: models.rows.linkage.Population
// example: {"kinds": ["address", "phone"]}
// A total each: what is counted, and its number, of which no more than `counted` are counted. Of kinds of traits that are not
// among `kinds` nothing is counted.
RETURN [
  ['parties', COUNT {
    MATCH (q:Enterprise)<-[r:ABOUT]-(:Statement) WHERE held(r) RETURN DISTINCT q.id AS one_ LIMIT $counted
  }],
  ['person', COUNT {
    MATCH (q:Person)-[r:ANY_EDGE]->(:Party) WHERE held(r) RETURN DISTINCT q.id AS one_ LIMIT $counted
  }],
  ['established', COUNT {
    MATCH (s:Registration)-[r:ABOUT]->(q:Party) WHERE held(r) AND r.role = 'party' AND s.established IS NOT NULL
    RETURN DISTINCT q.id AS one_ LIMIT $counted
  }],
  ['address', CASE WHEN 'address' IN $kinds THEN COUNT {
    MATCH (:Address)<-[d:STATES]-(s:Statement)-[r:ABOUT]->(q:Party)
    WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category]
    RETURN DISTINCT q.id AS one_ LIMIT $counted
  } ELSE 0 END],
  ['phone', CASE WHEN 'phone' IN $kinds THEN COUNT {
    MATCH (:Phone)<-[d:STATES]-(s:Statement)-[r:ABOUT]->(q:Party)
    WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category]
    RETURN DISTINCT q.id AS one_ LIMIT $counted
  } ELSE 0 END],
  ['email', CASE WHEN 'email' IN $kinds THEN COUNT {
    MATCH (:Email)<-[d:STATES]-(s:Statement)-[r:ABOUT]->(q:Party)
    WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category]
    RETURN DISTINCT q.id AS one_ LIMIT $counted
  } ELSE 0 END],
  ['agent', CASE WHEN 'agent' IN $kinds THEN COUNT {
    MATCH (:Agent)<-[d:STATES]-(s:Statement)-[r:ABOUT]->(q:Party)
    WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category]
    RETURN DISTINCT q.id AS one_ LIMIT $counted
  } ELSE 0 END]
] AS totals
