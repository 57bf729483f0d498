// question: clues.shown
// title: Values as one of the records that state each shows them
// title_zh: 线索取值的展示形式
// params: values: list[str]
// public: no
// answer: models.rows.clues.ShownValues
// example: {"values": ["address:杭州市西湖区示例路1号"]}
// A row each: value, property, category and values of the record.
CALL () {
  UNWIND $values AS id
  MATCH (t:Trait {id: id})
  WITH t, head(COLLECT {
    MATCH (t)<-[d:STATES]-(s:Statement)-[r:ABOUT]->meant(bearer, m, q, held)
    WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category] AND NOT q:Mention
    RETURN [d.property, {category: s.category, values: properties(s)}] AS one_ ORDER BY s.id LIMIT 1
  }) AS stated
  WHERE stated IS NOT NULL
  RETURN collect([t.id, stated[0], stated[1]]) AS shown
}
RETURN shown AS values
