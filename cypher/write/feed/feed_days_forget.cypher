// Delete some of the days to come: all facts are derived again.
MATCH (d:DaysToCome)
WITH d LIMIT $limit
DELETE d
RETURN count(*) AS deleted
