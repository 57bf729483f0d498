// Return the statements of these groups with these actions, and the removals and repairs that name records by these scopes: they
// say of a record how it is to be shown.
UNWIND $groups AS group
MATCH (s:Statement {group: group})
WHERE s.action IN $actions AND s.level <= $level
RETURN s.id AS id
UNION
UNWIND $scopes AS scope
MATCH (s:Ending {scope: scope})
WHERE s.level <= $level
RETURN s.id AS id
