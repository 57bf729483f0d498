// Return who sees the facts of the records of a batch, and since when.
MATCH (b:Batch {id: $id})<-[i:IN]-(s:Statement)-[r:ABOUT|ISSUED_BY]->(:Party)
RETURN DISTINCT r.level AS level, r.hidden_from AS hidden_from, r.valid_from AS valid_from,
       r.public_from AS public_from, r.public_until AS public_until, r.withdrawn_at AS withdrawn_at,
       CASE WHEN i.recorded_at > r.recorded_at THEN i.recorded_at ELSE r.recorded_at END AS recorded_at
