// question: network.traits
// title: What parties state of themselves that others may state too, and how many do
// title_zh: 主体的地址、电话、邮箱、代理、人员及成立日期
// params: party_ids: list[str], most: int 0..200000 = 20000, counted: int 0..200000 = 1000, records: bool = false
// needs: enterprise
// public: no
// answer: models.rows.linkage.Traits
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW"], "records": true}
// example: nothing counted {"party_ids": ["uscc:91330106EXAMPLE115", "person:uscc:91330106EXAMPLE115:示例人"], "counted": 0}
// A trait each: party, its label, its id, fact, property, and with `records` the record. A person each: party, person, fact, name.
// A day of foundation each: party, day, fact. A number each: party, identifier.
// A count each: trait or day, number of parties that state it, of which no more than `counted` + 1 are counted.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Statement)
  WHERE held(r) AND r.role = $subjects[s.category]
  MATCH (s)-[d:STATES]->(t:Trait) WHERE d.property IN $stating[s.category]
  WITH p, r, s, d, t LIMIT $most + 1
  RETURN collect([
    p.id, head([k IN labels(t) WHERE k <> 'Trait']), t.id, r.fact_id, d.property,
    CASE WHEN $records THEN {category: s.category, values: properties(s)} END
  ]) AS traits
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  WHERE NOT p:Person
  MATCH mentions(p, m, bearer, held)<-[r:ANY_EDGE]-(h:Person)
  WHERE held(r)
  WITH p, r, h LIMIT $most + 1
  RETURN collect([p.id, h.id, r.fact_id, CASE WHEN NOT h.id STARTS WITH 'person:' THEN coalesce(head(COLLECT {
    MATCH (x:Statement {id: r.by[0]})-[f:REFERS]->(:Identifier)-[:IDENTIFIES]->(h) WHERE f.name IS NOT NULL
    RETURN f.name LIMIT 1
  }), name_of(h)) END]) AS people
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH (p)<-[r:ABOUT]-(s:Registration)
  WHERE held(r) AND r.role = 'party' AND s.established IS NOT NULL
  WITH p, r, s LIMIT $most + 1
  RETURN collect([p.id, s.established, r.fact_id]) AS founded
}
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH (p)<-[:IDENTIFIES]-(i:Identifier)
  WHERE i.scheme IN ['uscc', 'reg']
  WITH p, i LIMIT $most + 1
  RETURN collect([p.id, i.id]) AS numbers
}
WITH traits, people, founded, numbers, [x IN traits | x[2]] + [null] AS stated, [x IN founded | x[1]] + [null] AS dated
CALL (stated) {
  UNWIND stated AS id
  WITH DISTINCT id
  MATCH (t:Trait {id: id})
  RETURN collect([t.id, COUNT {
    MATCH (t)<-[d:STATES]-(s:Statement)-[r:ABOUT]->meant(bearer, m, q, held)
    WHERE held(r) AND r.role = $subjects[s.category]
      AND d.property IN $stating[s.category] AND NOT q:Mention
    RETURN DISTINCT q.id AS one_ LIMIT $counted + 1
  }]) AS counts
}
CALL (dated) {
  UNWIND dated AS day
  WITH DISTINCT day
  WITH day WHERE day IS NOT NULL
  RETURN collect([day, COUNT {
    MATCH (s:Registration {established: day})-[r:ABOUT]->(q:Party)
    WHERE held(r) AND r.role = 'party'
    RETURN DISTINCT q.id AS one_ LIMIT $counted + 1
  }]) AS days
}
RETURN traits, people, founded, numbers, counts, days
