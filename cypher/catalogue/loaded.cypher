// question: catalogue.loaded
// title: When each category was last loaded
// title_zh: 各类目录最近归集日
// params:
// answer: models.work.batches.LoadedOn[]
// example: {}
UNWIND $loadings AS one
RETURN one.category AS category, one.day AS day, one.to AS to ORDER BY category LIMIT 1000
