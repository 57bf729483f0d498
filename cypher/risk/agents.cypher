// question: risk.agents
// title: Which names are those of registration agents
// title_zh: 哪些名称为登记代理机构
// params: traits: list[str]
// needs: enterprise
// public: no
// names: it asks what registrations state of themselves, which stands under their codes
// answer: models.rows.risk.RiskAgents
// example: {"traits": ["agent:示例代理"]}
// The ids of those of the traits that some registration states.
UNWIND $traits AS id
MATCH (t:Trait {id: id})
WHERE EXISTS {
  MATCH (t)<-[d:STATES]-(s:Statement)-[r:ABOUT]->(:Party)
  WHERE held(r) AND r.role = $subjects[s.category] AND d.property IN $stating[s.category]
}
WITH DISTINCT t.id AS id ORDER BY id
RETURN collect(id) AS agents
