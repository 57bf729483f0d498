// Return how far a node was followed, and in which scope.
MATCH (f:Followed {id: $node})
RETURN f.cursor AS cursor, f.at AS at, f.scope AS scope
