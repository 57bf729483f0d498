// Return whether a day has come on which facts change by themselves.
MATCH (d:DaysToCome) WHERE d.first <= $today
RETURN d.id AS id LIMIT 1
