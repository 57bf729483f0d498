// Return the groups that have a statement of another day in a snapshot scope.
UNWIND $rows AS row
MATCH (s:Statement {scope: row.scope})
WHERE s.day <> row.day AND s.group IS NOT NULL
RETURN DISTINCT s.group AS group
