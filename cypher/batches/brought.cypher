// question: batches.brought
// title: From which day on each batch has brought something that may be seen
// title_zh: 各批次自何日起带来可见内容
// params:
// answer: models.work.batches.BroughtBatch[]
// public: no
// example: {}
// The writer keeps it, a few nodes for a batch, with what it changes (loaders/brought). A batch of hidden rows is none of them.
MATCH (c:Brought) WHERE ever_held(c)
WITH c.batch AS id, min(c.valid_from) AS since
MATCH (b:Batch {id: id}) WHERE b.state = 'complete'
RETURN b.id AS batch, b.category AS category, CASE WHEN b.at IS NOT NULL THEN substring(b.at, 0, 10) END AS loaded_on,
  b.newest AS newest, since ORDER BY batch LIMIT 1000000
