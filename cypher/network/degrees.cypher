// question: network.degrees
// title: How many links parties have
// title_zh: 关联数量
// params: party_ids: list[str], counted: int 0..200000 = 1000, without: list[str] = []
// needs: shareholder
// answer: models.rows.relations.Degrees
// example: {"party_ids": ["uscc:91330106EXAMPLE115", "person:uscc:91330106EXAMPLE115:示例人"]}
// example: counted to one {"party_ids": ["uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "dept:EXAMPLE"], "counted": 1}
// A row for each party that has a link the caller may know of: id, number of its links, of which no more than `counted` + 1
// are counted. Links of the types `without` are left out.
CALL () {
  UNWIND $party_ids AS id
  MATCH (q:Party {id: id})
  WITH q, COUNT {
    MATCH mentions(q, m, bearer, held)-[r:ANY_EDGE]-(:Party)
    WHERE held(r) AND NOT type(r) IN $without
    RETURN 1 AS one_ LIMIT $counted + 1
  } AS degree
  WHERE degree > 0
  RETURN collect([q.id, degree]) AS degrees
}
RETURN degrees
