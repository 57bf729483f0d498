// question: warnings.page
// title: Enterprises in the order of their ids, so many at a time
// title_zh: 按标识分页列出企业
// params: past: str, most: int 1..2000 = 200
// needs: enterprise
// public: no
// names: it lists registered enterprises, which stand under their codes
// answer: models.rows.warnings.WarningPage
// example: {"past": ""}
// Those that the caller may know of. `next`: the last id of a full page, seen or not, past which the next one begins.
CALL () {
  MATCH (p:Enterprise) WHERE p.id > $past
  WITH p.id AS id ORDER BY id LIMIT $most
  RETURN collect(id) AS ids
}
CALL (ids) {
  UNWIND ids AS id
  MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
  WHERE seen(p)
  WITH DISTINCT p.id AS id ORDER BY id
  RETURN collect(id) AS parties
}
RETURN parties, CASE WHEN size(ids) = $most THEN last(ids) END AS next
