// Return how much the graph stores of a standing analysis; `parts` add up to the digest of all of it.
MATCH (p:Party)
WHERE p.{stem}_digest IS NOT NULL
RETURN count(p) AS parties, sum(p.{stem}_results) AS results,
  [sum(p.{stem}_digest[0]), sum(p.{stem}_digest[1]), sum(p.{stem}_digest[2]), sum(p.{stem}_digest[3])] AS parts
