// The results of these enterprises are about to change: until they are whole again, they count as not worked out.
UNWIND $rows AS row
MATCH (p:Party {id: row.enterprise})
SET p.analysed = '', p.analysed_digest = null
