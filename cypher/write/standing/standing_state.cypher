// Return the state of an analysis: day, tick and method of its last refresh.
MATCH (a:Analysis {id: $id})
RETURN properties(a) AS props
