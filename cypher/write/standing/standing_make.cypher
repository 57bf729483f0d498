// Create relationships that a standing analysis stores.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})
MATCH (h:Party {id: row.other})
CREATE (p)<-[r:{type}]-(h)
SET r = row.props
