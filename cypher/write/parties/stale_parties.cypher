// Party nodes of another kind than they now are: dropped, to be made again.
UNWIND $rows AS row
MATCH (p:Party {id: row.id})
WHERE p.kind <> row.kind OR p.mention <> row.mention
DETACH DELETE p
