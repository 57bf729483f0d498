// Mark new statements of which not all was given: values were withheld, or what they stated of a person was erased before.
UNWIND $rows AS row
MATCH (s:Statement {id: row.id})
SET s.withheld = CASE WHEN row.withheld THEN true END, s.redacted = CASE WHEN row.erased THEN true END
WITH s, row WHERE row.erased
MERGE (t:Tombstone {id: s.id})
ON CREATE SET t.whole = false, t.open = false
