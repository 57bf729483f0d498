// question: catalogue.loaded
// title: Up to which day each category is loaded
// title_zh: 各类目录归集至何日
// params:
// answer: models.batches.LoadedOn[]
MATCH (b:Batch) WHERE loaded(b)
WITH b.category AS category, max(substring(b.at, 0, 10)) AS day
RETURN category, day ORDER BY category LIMIT 1000
