// Return the statements of these groups that repair or withdraw a record.
UNWIND $groups AS group
MATCH (s:Statement {group: group})
WHERE s.action IN ['repair', 'withdraw'] AND s.level <= $level
RETURN s.id AS id
