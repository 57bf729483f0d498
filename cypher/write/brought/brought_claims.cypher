// Return the stored claims of these batches: since which day each brought something, and who sees it.
UNWIND $ids AS id
MATCH (c:Brought {batch: id})
RETURN c.batch AS batch, c.level AS level, c.hidden_from AS hidden_from, c.valid_from AS valid_from,
       c.public_from AS public_from, c.public_until AS public_until, c.recorded_at AS recorded_at, c.withdrawn_at AS withdrawn_at
