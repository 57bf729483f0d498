// Return how many rows of each provider and level came in these batches.
UNWIND $ids AS id
MATCH (b:Batch {id: id})<-[i:IN]-(s:Statement)
WHERE NOT s:Coverage
RETURN b.id AS batch, s.provider AS provider, s.level AS level, count(DISTINCT i.place) AS rows
