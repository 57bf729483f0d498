// Return how far a node was followed.
MATCH (f:Followed {id: $node})
RETURN f.cursor AS cursor, f.at AS at
