// question: batches.show
// title: One batch
// title_zh: 单个批次
// params: batch: str
// rows: models.work.batches.BatchRow
// answer: models.work.batches.BatchCard
// example: {"batch": "penalty"}
MATCH (b:Batch {id: $batch}) WHERE $level > 1 OR b.id IN $brought
RETURN b.id AS batch, b.category AS category, b.provider AS provider, b.day AS day, b.document AS document, b.at AS loaded_at,
  b.state AS state, b.newest AS newest, b.node AS node, b.origin AS origin, CASE WHEN $level > 1 THEN b.receipt END AS receipt
