// Delete those of these nodes that no statement or fact is linked to any more.
UNWIND $ids AS id
MATCH (x:{label} {id: id})
WHERE NOT EXISTS { (x)<-[:REFERS|NAMES|CALLED|STATES]-(:Statement) }
DETACH DELETE x
