// Let everybody who follows the feed start over: what was written until now is read no more.
MATCH (f:Feed {id: 'feed'})
SET f.end0 = f.end0 + 1, f.end1 = f.end1 + 1, f.end2 = f.end2 + 1, f.end3 = f.end3 + 1
SET f.low0 = f.end0, f.low1 = f.end1, f.low2 = f.end2, f.low3 = f.end3
