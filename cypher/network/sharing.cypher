// question: network.sharing
// title: Which parties state given traits
// title_zh: 登记相同地址、电话、邮箱或代理的主体
// params: traits: list[str], most: int 0..200000 = 20000
// public: no
// answer: models.rows.linkage.Sharing
// example: {"traits": ["address:杭州市西湖区示例路1号"]}
// A pair each: trait, party, labels of the party. One pair more than `most` shows that there are more.
CALL () {
  UNWIND $traits AS id
  MATCH (t:Trait {id: id})
  MATCH (t)<-[d:STATES]-(s:Statement)-[r:ABOUT]->meant(bearer, m, q, held)
  WHERE held(r) AND r.role = $subjects[s.category]
    AND d.property IN $stating[s.category] AND NOT q:Mention
  WITH DISTINCT t, q
  RETURN t.id AS trait, q.id AS party, labels(q) AS kinds ORDER BY trait, party LIMIT $most + 1
}
RETURN collect([trait, party, kinds]) AS pairs
