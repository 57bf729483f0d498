// question: statistics.covered
// title: How many enterprises have a record of some categories
// title_zh: 有某些类目记录的企业数
// params: categories: list[str], counted: int 1..5000000 = 5000000
// names: it counts records that stand under the codes of enterprises
// answer: models.rows.statistics.CoveredParties
// public: no
// example: {"categories": ["penalty"]}
RETURN COUNT {
  MATCH (s:Statement)-[r:ABOUT]->(p:Enterprise) WHERE held(r) AND usable(r) AND s.category IN $categories
  RETURN DISTINCT p.id AS one_ LIMIT $counted
} AS parties
