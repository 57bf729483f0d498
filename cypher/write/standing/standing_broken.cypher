// Return the parties whose results are incomplete: some were deleted with a party that was joined to another, were erased, or were not
// written to the end.
MATCH (p:Party)
WHERE p.{stem} = '' OR coalesce(p.{stem}_results, 0) <> COUNT { (p)<-[:{types}]-() } + size(coalesce(p.{stem}_alone, []))
RETURN p.id AS id
