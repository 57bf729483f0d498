// Results of an analysis of the whole graph.
UNWIND $rows AS row
MATCH (e:Party {id: row.enterprise})
MATCH (h:Party {id: row.holder})
CREATE (e)<-[r:{type}]-(h)
SET r = row.props
