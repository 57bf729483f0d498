// Write down statements by the days to come on which their facts change by themselves.
UNWIND $rows AS row
CREATE (d:DaysToCome {id: row.id})
SET d.first = row.first, d.body = row.body
