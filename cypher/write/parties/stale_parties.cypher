// Delete parties whose kind has changed; they are created again. Returns what went with each: the facts, each with who saw
// it and the statements by which it stood, and the names that meant it.
UNWIND $rows AS row
MATCH (p:Party {id: row.id})
WHERE p.kind <> row.kind OR p.mention <> row.mention
WITH p, p.id AS party,
     [(p)-[r]-(o) WHERE r.withdrawn_at IS NOT NULL AND (o:Statement OR r.category IS NOT NULL) |
      {other: CASE WHEN o:Party THEN o.id END, category: coalesce(r.category, o.category), level: r.level,
       hidden_from: r.hidden_from, public_from: r.public_from, public_until: r.public_until, valid_from: r.valid_from,
       recorded_at: r.recorded_at, withdrawn_at: r.withdrawn_at, by: CASE WHEN o:Party THEN r.by ELSE [o.id] END}] AS facts,
     [(p)<-[m:RESOLVES_TO]-(x:Mention) | [x.id, m.rule]] AS mentions
DETACH DELETE p
RETURN party, facts, mentions
