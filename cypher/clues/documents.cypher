// question: clues.documents
// title: Other parties that documents of some parties name
// title_zh: 同一文书涉及的其他主体
// params: party_ids: list[str], most: int 0..200000 = 20000
// public: no
// answer: models.rows.clues.SharedDocuments
// example: {"party_ids": ["uscc:91330106EXAMPLE115"]}
// A row each: document (what its number and day are known by), party, fact, provider, id of the authority, its name, category and values.
// The parties asked about are among them. Authorities number alike: of one document are rows of one authority.
CALL () {
  UNWIND $party_ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:Statement)
  WHERE held(r) AND usable(r) AND s.named IS NOT NULL AND s.stated_scope IS NULL
  WITH DISTINCT s.named AS named LIMIT $most + 1
  MATCH (o:Statement {named: named})-[x:ABOUT]->meant(b, n, q, held)
  WHERE held(x) AND usable(x) AND x.role = $subjects[o.category] AND NOT q:Mention
  WITH named, q, x, o LIMIT $most + 1
  WITH named, q, x, o, head(COLLECT {
    MATCH (o)-[i:ISSUED_BY]->meant(c, k, a, held) WHERE ever_held(i) RETURN a ORDER BY a.id LIMIT 1
  }) AS authority
  RETURN collect([
    named, q.id, x.fact_id, o.provider, authority.id,
    CASE WHEN authority IS NULL OR authority.id STARTS WITH 'dept:' OR authority.id STARTS WITH 'name:' THEN null ELSE name_of(authority) END,
    {category: o.category, values: properties(o)}
  ]) AS bearers
}
RETURN bearers
