// Create resolutions of mentions.
UNWIND $rows AS row
MATCH (m:Mention {id: row.mention})
MATCH (p:Party {id: row.party})
CREATE (m)-[r:RESOLVES_TO]->(p)
SET r = row.props
