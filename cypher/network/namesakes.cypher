// question: network.namesakes
// title: How many persons bear names
// title_zh: 同名自然人数
// params: names: list[str], counted: int 0..200000 = 1000
// public: no
// answer: models.rows.linkage.Namesakes
// example: {"names": ["示例人"]}
// A count each: name, number of persons known by it in some party, of which no more than `counted` + 1 are counted.
UNWIND $names AS name
WITH DISTINCT name
RETURN collect([name, COUNT {
  MATCH (i:Identifier {name: name})-[:IDENTIFIES]->(h:Person)-[r:ANY_EDGE]->(:Party)
  WHERE held(r)
  RETURN DISTINCT h.id AS one_ LIMIT $counted + 1
}]) AS counts
