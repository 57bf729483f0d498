// question: warnings.page
// title: Enterprises in the order of their ids, so many at a time
// title_zh: 按标识分页列出企业
// params: past: str, most: int 1..2000 = 200
// needs: enterprise
// public: no
// names: it lists registered enterprises, which stand under their codes
// answer: models.rows.warnings.WarningPage
// example: {"past": ""}
CALL () {
  MATCH (p:Enterprise) WHERE p.id > $past
  WITH p ORDER BY p.id LIMIT $most
  RETURN collect(p.id) AS parties
}
RETURN parties
