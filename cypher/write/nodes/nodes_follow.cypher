// Note how far a node was followed, and in which scope.
MERGE (f:Followed {id: $node})
SET f.cursor = $cursor, f.at = $at, f.scope = $scope
