// The group, scope and anchor of statements, derived again.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
SET s.group = row.group, s.scope = row.scope, s.anchor = row.anchor
