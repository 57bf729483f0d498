// question: batches.brought
// title: From which day on each batch has brought something that may be seen
// title_zh: 各批次自何日起带来可见内容
// params:
// answer: models.work.batches.BroughtBatch[]
// public: no
// example: {}
// `taken` counts hidden rows too, and is for higher levels alone; `taken_of` has rows by provider and level, as they came. The
// public is told neither these nor who sent a batch: its rows may be hidden since, or be somebody else's.
// The writer keeps it, a few nodes for a batch, with what it changes (loaders/brought). A batch of hidden rows is none of them.
MATCH (c:Brought) WHERE ever_held(c)
WITH c.batch AS id, min(c.valid_from) AS since
MATCH (b:Batch {id: id}) WHERE b.state = 'complete'
RETURN b.id AS batch, b.category AS category, CASE WHEN b.at IS NOT NULL THEN substring(b.at, 0, 10) END AS loaded_on,
  b.newest AS newest, since,
  CASE WHEN $level > 0 THEN b.provider END AS provider,
  CASE WHEN $level > 1 THEN b.accepted + b.unchanged END AS taken,
  [one IN coalesce(b.taken_of, []) WHERE $level > 0 AND toInteger(split(one, '\t')[1]) <= $level] AS taken_of
ORDER BY batch LIMIT 1000000
