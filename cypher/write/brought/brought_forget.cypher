// Delete some of the claims of all batches: all facts are derived again.
MATCH (c:Brought)
WITH c LIMIT $limit
DELETE c
RETURN count(*) AS deleted
