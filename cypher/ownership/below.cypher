// question: ownership.below
// title: Which enterprises parties hold, represent or have as branches
// title_zh: 对外投资、代表及分支机构
// params: party_ids: list[str], most: int 0..200000 = 20000
// needs: shareholder, legal_representative, branch
// answer: models.rows.ownership.Below
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "person:uscc:91330106EXAMPLE115:示例人"]}
// Pairs, each once: the party, and a party below it.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
CALL (p) {
  MATCH mentions(p, m, bearer, held)-[r:INVESTS_IN|REPRESENTS]->(e:Party)
  WHERE held(r)
  RETURN DISTINCT e LIMIT $most + 1
  UNION
  MATCH mentions(p, m, bearer, held)<-[r:BRANCH_OF]-(e:Party)
  WHERE held(r)
  RETURN DISTINCT e LIMIT $most + 1
}
WITH p, CASE WHEN e:Mention THEN head([t IN meanings(e, held) | t.id]) ELSE e.id END AS lower_id
WITH p.id AS holder, lower_id WHERE lower_id IS NOT NULL
WITH DISTINCT holder, lower_id ORDER BY holder, lower_id LIMIT $most + 1
RETURN collect([holder, lower_id]) AS pairs
