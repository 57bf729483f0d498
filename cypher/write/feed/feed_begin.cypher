// Make the feed where there is none: its graph's own name, and for each level how much was ever written and how much is kept no more.
MERGE (f:Feed {id: 'feed'})
  ON CREATE SET f.graph = $graph, f.end0 = 0, f.end1 = 0, f.end2 = 0, f.end3 = 0, f.low0 = 0, f.low1 = 0, f.low2 = 0, f.low3 = 0
