// Return how many parties there are of which a standing analysis may store something.
MATCH (p:Party)
WHERE any(label IN labels(p) WHERE label IN $kinds)
RETURN count(p) AS parties
