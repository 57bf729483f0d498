// Write what changed at a tick, and count it for each level of callers.
MERGE (f:Feed {id: 'feed'})
  ON CREATE SET f.graph = $graph, f.end0 = 0, f.end1 = 0, f.end2 = 0, f.end3 = 0, f.low0 = 0, f.low1 = 0, f.low2 = 0, f.low3 = 0
WITH f
MATCH (k:Clock {id: 'clock'})
UNWIND $rows AS row
CREATE (c:Change {id: row.id})
SET c.tick = $tick, c.at = k.at, c.body = row.body,
    c.start0 = f.end0 + row.start0, c.end0 = f.end0 + row.end0, c.start1 = f.end1 + row.start1, c.end1 = f.end1 + row.end1,
    c.start2 = f.end2 + row.start2, c.end2 = f.end2 + row.end2, c.start3 = f.end3 + row.start3, c.end3 = f.end3 + row.end3
WITH f, count(c) AS written
SET f.end0 = f.end0 + $grown.end0, f.end1 = f.end1 + $grown.end1, f.end2 = f.end2 + $grown.end2, f.end3 = f.end3 + $grown.end3
