// Delete a page of parties, with all that was derived of them.
MATCH (p:Party)
WITH p LIMIT $limit
DETACH DELETE p
RETURN count(*) AS dropped
