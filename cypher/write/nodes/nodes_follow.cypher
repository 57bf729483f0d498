// Note how far a node was followed.
MERGE (f:Followed {id: $node})
SET f.cursor = $cursor, f.at = $at
