// question: quality.batches
// title: The batches of some months, with what became of their rows
// title_zh: 若干月份的批次及其各行的处理结果
// params: start: str, end: str
// answer: models.rows.quality.BatchCounts[]
// public: no
// example: {"start": "2020-01", "end": "2099-12"}
// A batch whose rows are hidden whole is none of them; one of which every row was refused is.
MATCH (b:Batch)
WHERE b.state = 'complete' AND b.at IS NOT NULL AND substring(b.at, 0, 7) >= $start AND substring(b.at, 0, 7) <= $end
  AND ($level > 1 OR b.id IN $brought OR b.mends IS NOT NULL OR b.accepted + b.unchanged = 0)
RETURN b.id AS batch, b.category AS category, b.provider AS provider, b.document AS document, substring(b.at, 0, 10) AS loaded_on,
  b.mends AS mends, b.accepted AS accepted, b.unchanged AS unchanged, b.rejected AS rejected, coalesce(b.refused_of, []) AS refused_of,
  [one IN coalesce(b.taken_of, []) WHERE toInteger(split(one, '\t')[1]) <= $level] AS taken_of,
  coalesce(b.rejected_at, []) AS rejected_at, coalesce(b.again_at, []) AS again_at
ORDER BY batch LIMIT 100000
