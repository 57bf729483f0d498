// question: quality.sent
// title: Who sent the batches of some months
// title_zh: 若干月份各批次的报送单位
// params: start: str, end: str
// answer: models.rows.quality.SentBatch[]
// public: no
// example: {"start": "2020-01", "end": "2099-12"}
// As quality.batches, without the places of rows, which are many.
MATCH (b:Batch)
WHERE b.state = 'complete' AND b.at IS NOT NULL AND substring(b.at, 0, 7) >= $start AND substring(b.at, 0, 7) <= $end
  AND ($level > 1 OR b.id IN $brought OR b.mends IS NOT NULL OR b.accepted + b.unchanged = 0)
RETURN b.id AS batch, b.category AS category, b.provider AS provider, substring(b.at, 0, 10) AS loaded_on, b.mends AS mends,
  coalesce(b.refused_of, []) AS refused_of,
  [one IN coalesce(b.taken_of, []) WHERE toInteger(split(one, '\t')[1]) <= $level] AS taken_of
ORDER BY batch LIMIT 100000
