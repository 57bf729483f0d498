// Take out the nodes of days to come of which the first has come.
MATCH (d:DaysToCome) WHERE d.first <= $today
WITH d, d.body AS body LIMIT $limit
DELETE d
RETURN body
