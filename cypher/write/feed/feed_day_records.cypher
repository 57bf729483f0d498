// Return the believed facts of records that change by themselves on a day, each with who sees it.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})-[r:ABOUT|ISSUED_BY]->(p:Party)
WHERE r.withdrawn_at = $open
  AND (r.valid_from = row.day OR r.valid_to = row.day OR r.public_from = row.day OR r.public_until = row.day)
RETURN p.id AS party, s.category AS category, r.level AS level, r.hidden_from AS hidden_from,
       r.public_from AS public_from, r.public_until AS public_until,
       r.valid_from = row.day OR r.valid_to = row.day AS holds, r.public_from = row.day OR r.public_until = row.day AS shown
