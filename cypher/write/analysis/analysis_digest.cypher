// How much the graph keeps of what was analysed; `parts` add up to the digest (see app.answers.analysis_kept).
MATCH (p:Party)
WHERE p.analysed_digest IS NOT NULL
RETURN count(p) AS enterprises, sum(p.analysed_results) AS results,
  [sum(p.analysed_digest[0]), sum(p.analysed_digest[1]), sum(p.analysed_digest[2]), sum(p.analysed_digest[3])] AS parts
