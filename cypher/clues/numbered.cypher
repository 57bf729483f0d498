// question: clues.numbered
// title: Records whose document has a given number, or that are stated by given statements
// title_zh: 按文号或陈述查找记录
// params: numbers: list[str], statements: list[str], most: int 0..200000 = 1000
// public: no
// answer: models.rows.clues.NumberedRecords
// example: {"numbers": ["示例"], "statements": []}
// A row each: party, fact, statement, category and values. Records are looked through one by one for a number: no index has it.
CALL () {
  WITH $numbers AS numbers WHERE size(numbers) > 0
  MATCH (s:Statement)
  WHERE s.decision_no IN numbers OR s.document_no IN numbers OR s.case_no IN numbers OR s.licence_no IN numbers
  MATCH (s)-[r:ABOUT]->meant(bearer, m, p, held)
  WHERE held(r) AND usable(r) AND r.role = $subjects[s.category] AND NOT p:Mention
  WITH p, r, s LIMIT $most + 1
  RETURN collect([p.id, r.fact_id, s.id, {category: s.category, values: properties(s)}]) AS numbered
}
CALL () {
  UNWIND $statements AS id
  MATCH (s:Statement {id: id})-[r:ABOUT]->meant(bearer, m, p, held)
  WHERE held(r) AND usable(r) AND NOT p:Mention
  WITH p, r, s LIMIT $most + 1
  RETURN collect([p.id, r.fact_id, s.id, {category: s.category, values: properties(s)}]) AS named
}
RETURN numbered + named AS records
