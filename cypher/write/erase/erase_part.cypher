// Erase references, by role, traits and values of statements that stay, and record that in tombstones.
UNWIND $rows AS row
MERGE (t:Tombstone {id: row.statement})
SET t.erasure = $erasure, t.whole = false, t.open = false
WITH row
MATCH (s:Statement {id: row.statement})
SET s += row.values, s.dirty = true, s.redacted = true, s.changed_at = $tick
WITH s, row
OPTIONAL MATCH (s)-[r:REFERS]->(:Identifier)
WHERE r.role IN row.roles
DELETE r
WITH DISTINCT s, row
OPTIONAL MATCH (s)-[t:STATES]->(:Trait)
WHERE t.property IN row.properties
DELETE t
