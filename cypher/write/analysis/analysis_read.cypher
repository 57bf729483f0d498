// By which rules, and when, the whole graph was analysed.
MATCH (a:Analysis {id: $id})
RETURN properties(a) AS props
