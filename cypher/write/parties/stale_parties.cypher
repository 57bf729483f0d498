// Delete parties whose kind has changed; they are created again.
UNWIND $rows AS row
MATCH (p:Party {id: row.id})
WHERE p.kind <> row.kind OR p.mention <> row.mention
DETACH DELETE p
