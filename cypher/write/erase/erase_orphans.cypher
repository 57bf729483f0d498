// Nodes on which nothing hangs any more.
UNWIND $ids AS id
MATCH (x:{label} {id: id})
WHERE NOT EXISTS { (x)<-[:REFERS|NAMES|CALLED|STATES]-(:Statement) }
DETACH DELETE x
