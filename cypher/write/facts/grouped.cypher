// Set the group, scope and anchor of statements, and the party that a name in a list means.
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})
SET s.group = row.group, s.scope = row.scope, s.anchor = row.anchor,
    s.named = row.named, s.listed_as = row.listed_as
