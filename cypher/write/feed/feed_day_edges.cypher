// Return the believed facts between parties that change by themselves on a day, each with who sees it.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement}) WHERE s.anchor IS NOT NULL
MATCH (a:Party {id: s.anchor})-[r:{types}]-(b:Party)
WHERE r.group = s.group AND r.withdrawn_at = $open
  AND (r.valid_from = row.day OR r.valid_to = row.day OR r.public_from = row.day OR r.public_until = row.day)
RETURN [a.id, b.id] AS parties, r.category AS category, r.level AS level, r.hidden_from AS hidden_from,
       r.public_from AS public_from, r.public_until AS public_until,
       r.valid_from = row.day OR r.valid_to = row.day AS holds, r.public_from = row.day OR r.public_until = row.day AS shown
