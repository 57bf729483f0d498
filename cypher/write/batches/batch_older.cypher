// Return the batches, not withdrawn, of the same bytes read in the same way under another version of their category.
MATCH (b:Batch {source: $source})
WHERE b.id <> $id AND b.withdrawn_at = $open
RETURN b.id AS id
