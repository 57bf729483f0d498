// Raise the newest day of a batch's rows to `$day`, where that is later.
MATCH (b:Batch {id: $id})
SET b.newest = CASE WHEN coalesce(b.newest, '') < $day THEN $day ELSE b.newest END
