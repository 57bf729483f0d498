// Return whether every batch has its claims.
MATCH (c:Clock {id: 'clock'})
RETURN coalesce(c.brought, false) AS filled
