// question: clues.values
// title: A page of the values that parties state, with the parties that state each
// title_zh: 登记的地址、电话、邮箱与代理及其主体
// params: past: str = "", most: int 1..200000 = 5000
// public: no
// answer: models.rows.clues.ValuesPage
// example: {}
// Values in order of their ids, those past one of them. A pair each: value, party. `next`: the last id of a full page, seen or not, past
// which the next one begins; it is the program's alone.
CALL () {
  MATCH (t:Trait) WHERE t.id > $past
  WITH t.id AS id ORDER BY id LIMIT $most
  RETURN collect(id) AS ids
}
CALL (ids) {
  UNWIND ids AS id
  MATCH (t:Trait {id: id})<-[d:STATES]-(s:Statement)-[r:ABOUT]->meant(bearer, m, q, held)
  WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category] AND NOT q:Mention
  WITH DISTINCT t, q
  RETURN collect([t.id, q.id]) AS pairs
}
RETURN pairs, CASE WHEN size(ids) = $most THEN last(ids) END AS next
