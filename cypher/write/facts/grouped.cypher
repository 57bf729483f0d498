// The group, scope and anchor of statements, and whom a name in a list means, derived again.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
SET s.group = row.group, s.scope = row.scope, s.anchor = row.anchor,
    s.named = row.named, s.listed_as = row.listed_as
