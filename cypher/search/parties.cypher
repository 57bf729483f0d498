// question: search.parties
// title: Parties by identifier or name
// title_zh: 主体检索
// params: text: str, limit: int = 20, cursor: str?
// derived: codes: list[str], orgs: list[str], words: str, pairs: list[str], fewest: int, exact: str, letters: str, spelling: str
// rows: models.search.FoundRow[]
// answer: models.search.SearchAnswer
// Persons are found by name by those above the public alone, and by their exact name.
// An organisation code finds who bears a code that holds it, whether or not a row states it by itself.
// The full-text index only proposes; which names count, and in what order, is decided from the registrations that may be seen.
CALL () {
  UNWIND $codes AS code
  MATCH (:Identifier {id: code})-[:IDENTIFIES]->(p:Party)
  RETURN p, true AS by_code
  UNION
  UNWIND $orgs AS org
  MATCH (:Identifier {org: org})-[:IDENTIFIES]->(p:Party)
  RETURN p, true AS by_code
  UNION
  WITH $letters AS asked WHERE asked <> ''
  CALL db.index.fulltext.queryNodes($names_index, asked) YIELD node
  WITH node AS p WHERE NOT node:Person AND node.names =~ $spelling
  WITH p ORDER BY size(p.names), p.id LIMIT 200
  RETURN p, false AS by_code
  UNION
  WITH $words AS asked WHERE asked <> ''
  CALL db.index.fulltext.queryNodes($names_index, asked) YIELD node, score
  WITH node AS p, score WHERE ($level > 0 OR NOT node:Person) AND size([w IN $pairs WHERE toLower(node.names) CONTAINS w]) >= $fewest
  WITH p, score ORDER BY score DESC, p.id LIMIT 200
  RETURN p, false AS by_code
  UNION
  WITH $exact AS asked WHERE $level > 0 AND asked <> ''
  MATCH (:Identifier {name: asked})-[:IDENTIFIES]->(p:Person)
  WITH DISTINCT p ORDER BY p.id LIMIT 200
  RETURN p, false AS by_code
  UNION
  WITH $exact AS asked WHERE $level > 0 AND asked <> ''
  MATCH (:Name {id: asked})<-[:CALLED]-(:Statement)-[:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Person)
  WHERE i.id STARTS WITH 'pid:'
  WITH DISTINCT p ORDER BY p.id LIMIT 200
  RETURN p, false AS by_code
}
WITH p, max(by_code) AS by_code
WHERE NOT p:Mention AND seen(p)
RETURN p.id AS id, [k IN labels(p) WHERE k <> 'Party'][0] AS kind, by_code,
  COLLECT {
    MATCH (p)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(s:Statement)-[a:ABOUT]->(p) WHERE ever_held(a)
    RETURN DISTINCT {category: s.category, values: properties(s), from: a.valid_from, to: a.valid_to, told: s.id}
  } AS registrations,
  CASE WHEN by_code OR p:Person THEN told_name(p) END AS told,
  COLLECT { MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i.id ORDER BY i.id LIMIT 20 } AS identifiers
LIMIT 450
