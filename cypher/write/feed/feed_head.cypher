// Return how far the feed goes for one level of callers, and how far it is kept no more.
MATCH (f:Feed {id: 'feed'})
RETURN f.graph AS graph, f.end{level} AS until, f.low{level} AS low
