// Return what a standing analysis stores of these parties, of those that are of its kinds.
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE any(label IN labels(p) WHERE label IN $kinds)
RETURN p.id AS id, p.{stem} AS fingerprint, p.{stem}_results AS results, p.{stem}_digest IS NOT NULL AS counted, p.{stem}_alone AS alone,
       [name IN $values | p[name]] AS values,
       [(p)<-[r:{types}]-(h:Party) | [type(r), h.id, r.named_in, [name IN $figures | r[name]]]] AS findings
