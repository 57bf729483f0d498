// Regions for which a believed registry is declared complete.
MATCH (s:Coverage {scope: 'registry'})-[:IN]->(b:Batch)
WHERE b.withdrawn_at = $open
RETURN DISTINCT s.region AS region
