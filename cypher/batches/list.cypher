// question: batches.list
// title: What has been loaded, the latest first
// title_zh: 归集批次
// params: category: str?, limit: int = 20, cursor: str?
// rows: models.work.batches.BatchesRow
// answer: models.work.batches.Batches
// example: {}
// example: of one category {"category": "penalty"}
// Below level 2 the batches are seen that brought a fact which may be seen, without their counts: these count hidden rows too.
CALL () {
  MATCH (b:Batch) WHERE ($category IS NULL OR b.category = $category) AND ($level > 1 OR b.id IN $brought)
  RETURN collect(b.id) AS ids
}
CALL (ids) {
  UNWIND ids AS id
  MATCH (b:Batch {id: id})
  WHERE $after IS NULL OR coalesce(b.at, '') < $after[0] OR (coalesce(b.at, '') = $after[0] AND b.id > $after[1])
  WITH b ORDER BY coalesce(b.at, '') DESC, b.id LIMIT $fetch
  RETURN collect({
    batch: b.id, category: b.category, provider: b.provider, day: b.day, document: b.document, loaded_at: b.at, state: b.state,
    newest: b.newest, node: b.node, origin: b.origin,
    receipt: CASE WHEN $level > 1 THEN b.receipt END, at: [coalesce(b.at, ''), b.id]
  }) AS items
}
RETURN size(ids) AS total, items
