// Return the believed level-0 registrations of these parties.
UNWIND $ids AS id
MATCH (p:Party {id: id})<-[r:ABOUT]-(s:Statement)
WHERE r.role = 'party' AND s.category IN $categories AND r.level = 0 AND r.withdrawn_at = $open
RETURN p.id AS party, s.category AS category, s.id AS statement, r.valid_from AS valid_from, properties(s) AS values
