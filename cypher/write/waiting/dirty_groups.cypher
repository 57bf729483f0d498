// Mark the statements of these groups to be derived again.
UNWIND $groups AS group
MATCH (s:Statement {group: group})
SET s.dirty = true
