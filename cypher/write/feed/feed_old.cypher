// Return whether the feed has entries from before a moment.
MATCH (c:Change) WHERE c.at < $before
RETURN c.id AS id LIMIT 1
