// Return the regions whose believed register is declared complete by now.
MATCH (s:Coverage {scope: 'registry'})-[:IN]->(b:Batch)
WHERE b.withdrawn_at = $open AND s.day <= $today
RETURN DISTINCT s.region AS region
