// question: batches.brought
// title: From which day on each batch has brought something that may be seen
// title_zh: 各批次自何日起带来可见内容
// params:
// answer: models.work.batches.BroughtBatch[]
// public: no
// example: {}
// A batch of hidden rows is none of them. It looks at every fact once, so that it is asked after writes only.
CALL () {
  MATCH (b:Batch)<-[i:IN]-(s:Statement)-[r:ABOUT|ISSUED_BY]->(:Party)
  WHERE b.state = 'complete' AND i.recorded_at <= $known_at AND ever_held(r)
  RETURN b.id AS id, min(r.valid_from) AS day
  UNION ALL
  MATCH (:Party)-[r:ANY_EDGE]->(:Party) WHERE ever_held(r)
  UNWIND r.by AS statement
  MATCH (s:Statement {id: statement})-[i:IN]->(b:Batch) WHERE b.state = 'complete' AND i.recorded_at <= $known_at
  RETURN b.id AS id, min(r.valid_from) AS day
}
WITH id, min(day) AS since
MATCH (b:Batch {id: id})
RETURN b.id AS batch, b.category AS category, b.at AS at, b.newest AS newest, since ORDER BY batch LIMIT 1000000
