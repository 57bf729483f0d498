// What was analysed of these enterprises: the fingerprint of what it was worked out from, and the results that are there.
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE p:Enterprise OR p:Organisation OR p:Department
RETURN p.id AS id, p.analysed AS fingerprint, p.analysed_results AS results, p.analysed_within AS within, p.analysed_closed AS closed,
       p.analysed_digest IS NOT NULL AS counted,
       p.analysed_alone AS alone,
       [(p)<-[r:OWNS|CONTROLS|HEADS]-(h:Party) | [type(r), h.id, r.named_in, r.share_min, r.share_max]] AS found
