// question: batches.brought
// title: From which day on each batch has brought something that may be seen
// title_zh: 各批次自何日起带来可见内容
// params:
// answer: models.work.batches.BroughtBatch[]
// public: no
// example: {}
// How many rows were taken counts hidden ones too, and is for higher levels alone. It stands in the receipt, before anything that a
// file says but its name, in which quotation marks are escaped; so that it need not be read whole.
// The writer keeps it, a few nodes for a batch, with what it changes (loaders/brought). A batch of hidden rows is none of them.
MATCH (c:Brought) WHERE ever_held(c)
WITH c.batch AS id, min(c.valid_from) AS since
MATCH (b:Batch {id: id}) WHERE b.state = 'complete'
RETURN b.id AS batch, b.category AS category, CASE WHEN b.at IS NOT NULL THEN substring(b.at, 0, 10) END AS loaded_on,
  b.newest AS newest, since, b.provider AS provider,
  CASE WHEN $level > 1 THEN toInteger(split(split(b.receipt, '"accepted":')[1], ',')[0])
    + toInteger(split(split(b.receipt, '"unchanged":')[1], ',')[0]) END AS taken
ORDER BY batch LIMIT 1000000
