// What was analysed of a page of enterprises: the fingerprint of what it was worked out from, and the results that are there.
MATCH (p:Party)
WHERE p.id > $after AND (p:Enterprise OR p:Organisation OR p:Department)
WITH p ORDER BY p.id LIMIT $limit
RETURN p.id AS id, p.analysed AS fingerprint, p.analysed_results AS results, p.analysed_within AS within, p.analysed_closed AS closed,
       p.analysed_digest IS NOT NULL AS counted,
       [(p)<-[r:OWNS|CONTROLS|HEADS]-(h:Party) | [type(r), h.id, r.named_in, r.share_min, r.share_max]] AS found
