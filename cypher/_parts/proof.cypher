// part: proof(s, r, p)
// A record that a warning rests on: the fact r of the statement s at the party p, without its values.
{fact: r.fact_id, category: s.category, provider: s.provider, day: r.valid_from, party_id: p.id}
