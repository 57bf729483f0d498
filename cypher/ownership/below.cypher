// question: ownership.below
// title: Which enterprises parties hold, represent or have as branches
// title_zh: 对外投资、代表及分支机构
// params: party_ids: list[str], most: int 0..200000 = 20000
// needs: shareholder, legal_representative, branch
// answer: models.rows.ownership.Below
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "person:uscc:91330106EXAMPLE115:示例人"]}
// Each pair once: the party, and what stands below it.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
CALL (p) {
  MATCH (p)<-[m:RESOLVES_TO*0..1]-(bearer:Party)-[r:INVESTS_IN|REPRESENTS]->(e:Party)
  WHERE all(x IN m WHERE held(x) AND x.rule IN $rules) AND held(r)
  RETURN DISTINCT e LIMIT $most + 1
  UNION
  MATCH (p)<-[m:RESOLVES_TO*0..1]-(bearer:Party)<-[r:BRANCH_OF]-(e:Party)
  WHERE all(x IN m WHERE held(x) AND x.rule IN $rules) AND held(r)
  RETURN DISTINCT e LIMIT $most + 1
}
WITH p, e, CASE WHEN e:Mention THEN head(COLLECT {
  MATCH (e)-[v:RESOLVES_TO]->(t:Party) WHERE held(v) AND v.rule IN $rules RETURN t.id
}) ELSE e.id END AS found
WITH p.id AS holder, found WHERE found IS NOT NULL
WITH DISTINCT holder, found ORDER BY holder, found LIMIT $most + 1
RETURN collect([holder, found]) AS pairs
