// question: catalogue.held
// title: How much of each category there is, and how fresh
// title_zh: 各类目录的归集数量与时效
// params: category: str?
// answer: models.work.batches.Held[]
// example: {}
// example: of one category {"category": "penalty"}
// It is added up from the batches that brought something which may be seen (batches.brought), with no look at their rows; but for
// the public, for which rows and providers are those of statistics.counted.
UNWIND $loadings AS one
WITH one WHERE $category IS NULL OR one.category = $category
RETURN one.category AS category, one.day AS loaded_on, one.to AS loaded_to, one.batches AS batches, one.providers AS providers,
  one.rows AS rows ORDER BY category LIMIT 1000
