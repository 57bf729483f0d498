// As of when, and by what method, an analysis was refreshed last.
MATCH (a:Analysis {id: $id})
RETURN properties(a) AS props
