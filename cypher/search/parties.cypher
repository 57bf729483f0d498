// question: search.parties
// title: Parties by identifier or name
// title_zh: 主体检索
// params: text: str, limit: int = 20, cursor: str?
// derived: codes: list[str], orgs: list[str], word: str, words: str, pairs: list[str], fewest: int, enough: int, exact: str, letters: str, spelling: str, tried: int
// rows: models.answers.search.FoundRow[]
// answer: models.answers.search.SearchAnswer
// example: a name {"text": "杭州示例科技有限公司"}
// example: part of a former name {"text": "旧例有限"}
// example: an old number {"text": "330106000000992"}
// example: a code {"text": "91330106EXAMPLE115"}
// Persons match by their exact name alone, for callers above the public.
// An organisation code matches the parties with a code that contains it, whether or not a row states it by itself.
// The full-text index only proposes; which names count, and in what order, is decided from the registrations the caller may see.
// What proposes is sorted as bare figures and ids, for a word may be in most names: of one word the shortest names that hold it;
// of a spelling those it fits among the `tried` shortest with its first letters; of several words those that hold most, among the
// best 2,000 by the index's own measure less any that are no better than what comes after (among all, where all of these are equal).
// `cut`: there may be more; where none of the names tried fits, a row without a party has it.
CALL () {
  UNWIND $codes AS code
  MATCH (:Identifier {id: code})-[:IDENTIFIES]->(p:Party)
  RETURN p, true AS by_code, false AS cut
  UNION
  UNWIND $orgs AS org
  MATCH (:Identifier {org: org})-[:IDENTIFIES]->(p:Party)
  RETURN p, true AS by_code, false AS cut
  UNION
  WITH $letters AS searched WHERE searched <> ''
  CALL db.index.fulltext.queryNodes($names_index, searched, {limit: $tried + 1}) YIELD node
  WITH count(node) > $tried AS cut WHERE cut
  RETURN null AS p, false AS by_code, cut
  UNION
  WITH $letters AS searched WHERE searched <> ''
  CALL db.index.fulltext.queryNodes($names_index, searched) YIELD node
  WITH size(node.names) AS n, node.id AS id, node:Person AS person WHERE NOT person
  WITH n, id ORDER BY n, id LIMIT $tried
  MATCH (p:Party {id: id}) WHERE p.names =~ $spelling
  WITH p, n ORDER BY n, p.id LIMIT 200
  RETURN p, false AS by_code, false AS cut
  UNION
  WITH $word AS searched WHERE searched <> ''
  CALL db.index.fulltext.queryNodes($names_index, searched) YIELD node
  WITH size(node.names) AS n, node.id AS id, node:Person AS person WHERE $level > 0 OR NOT person
  WITH n, id ORDER BY n, id LIMIT 200
  MATCH (p:Party {id: id})
  RETURN p, false AS by_code, false AS cut
  UNION
  WITH $words AS searched WHERE searched <> ''
  CALL db.index.fulltext.queryNodes($names_index, searched, {limit: 2001}) YIELD node, score
  WITH searched, count(node) = 2001 AS cut, min(score) AS least, max(score) AS best
  CALL (searched, cut, least, best) {
    CALL db.index.fulltext.queryNodes($names_index, searched, {limit: 2001}) YIELD node, score
    WITH node.id AS id, size(node.names) AS n, node:Person AS person, NOT cut OR score > least AS better,
      size([w IN $pairs WHERE toLower(node.names) CONTAINS w]) AS has
    WHERE better AND has >= $fewest AND ($level > 0 OR NOT person)
    RETURN id, n, has
    UNION
    WITH searched, cut, least, best WHERE cut AND best = least
    CALL db.index.fulltext.queryNodes($names_index, searched) YIELD node
    WITH node.id AS id, size(node.names) AS n, node:Person AS person,
      size([w IN $pairs WHERE toLower(node.names) CONTAINS w]) AS has
    WHERE has >= $enough AND ($level > 0 OR NOT person)
    WITH id, n, has ORDER BY has DESC, n, id LIMIT 200
    RETURN id, n, has
  }
  WITH id, n, has, cut ORDER BY has DESC, n, id LIMIT 200
  MATCH (p:Party {id: id})
  RETURN p, false AS by_code, cut
  UNION
  WITH $exact AS searched WHERE $level > 0 AND searched <> ''
  MATCH (:Identifier {name: searched})-[:IDENTIFIES]->(p:Person)
  WITH DISTINCT p ORDER BY p.id LIMIT 200
  RETURN p, false AS by_code, false AS cut
  UNION
  WITH $exact AS searched WHERE $level > 0 AND searched <> ''
  MATCH (:Name {id: searched})<-[:CALLED]-(:Statement)-[:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Person)
  WHERE i.id STARTS WITH 'pid:'
  WITH DISTINCT p ORDER BY p.id LIMIT 200
  RETURN p, false AS by_code, false AS cut
}
WITH p, max(by_code) AS by_code, max(cut) AS cut
WHERE p IS NULL OR (NOT p:Mention AND seen(p))
RETURN p.id AS id, [k IN labels(p) WHERE k <> 'Party'][0] AS kind, by_code, cut,
  COLLECT {
    MATCH (p)<-[:IDENTIFIES]-(:Identifier)<-[:NAMES]-(s:Statement)-[a:ABOUT]->(p) WHERE ever_held(a)
    RETURN DISTINCT {category: s.category, values: properties(s), from: a.valid_from, to: a.valid_to, statement: s.id,
      labels: labels(s), role: a.role, state: s.state, deregistered_on: s.deregistered_on, revoked_on: s.revoked_on}
  } AS registrations,
  CASE WHEN by_code OR p:Person THEN stated_name(p) END AS stated_name,
  CASE WHEN p.id STARTS WITH 'pid:' THEN stated_names(p) ELSE [] END AS stated_names,
  COLLECT { MATCH (p)<-[:IDENTIFIES]-(i:Identifier) RETURN i.id ORDER BY i.id LIMIT 20 } AS identifiers
LIMIT 450
