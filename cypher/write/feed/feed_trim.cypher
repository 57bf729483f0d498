// Delete the oldest entries of the feed from before a moment, and note for each level how far it is kept no more.
MATCH (c:Change) WHERE c.at < $before
WITH c ORDER BY c.at, c.tick LIMIT $limit
WITH collect(c) AS old, max(c.end0) AS end0, max(c.end1) AS end1, max(c.end2) AS end2, max(c.end3) AS end3
MATCH (f:Feed {id: 'feed'})
SET f.low0 = CASE WHEN end0 > f.low0 THEN end0 ELSE f.low0 END, f.low1 = CASE WHEN end1 > f.low1 THEN end1 ELSE f.low1 END,
    f.low2 = CASE WHEN end2 > f.low2 THEN end2 ELSE f.low2 END, f.low3 = CASE WHEN end3 > f.low3 THEN end3 ELSE f.low3 END
WITH old, size(old) AS deleted
UNWIND old AS c
DELETE c
RETURN DISTINCT deleted
