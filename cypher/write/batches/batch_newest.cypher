// The newest day that the rows of a batch speak of.
MATCH (b:Batch {id: $id})
SET b.newest = CASE WHEN coalesce(b.newest, '') < $day THEN $day ELSE b.newest END
