// Return the statements of these groups with these actions, which say of a record how it is to be shown.
UNWIND $groups AS group
MATCH (s:Statement {group: group})
WHERE s.action IN $actions AND s.level <= $level
RETURN s.id AS id
