// question: warnings.equity.pledge_distress
// title: Controlling holders who pledged much of their stake, and who are in trouble or whose stake is frozen
// title_zh: 控股股权高比例质押且股东困难或同一股权被冻结
// params: party_ids: list[str], most: int 1..20000 = 5000, control: float 0..1, pledged: float 0..1
// needs: shareholder, equity_pledge, equity_freeze
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "control": 0.5, "pledged": 0.1}
// A pledge to whom the holder controls, or who controls the holder, stays in the group.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[r:INVESTS_IN]-(h:Party)
WHERE held(r) AND usable(r) AND r.share >= $control AND r.subscribed > 0
WITH p, h, max(r.subscribed) AS stake
MATCH (p)<-[a:ABOUT]-(s:EquityPledge)-[b:ABOUT]->(h)
WHERE held(a) AND usable(a) AND a.role = 'enterprise' AND held(b) AND b.role = 'pledgor' AND s.amount > 0
  AND NOT EXISTS {
    MATCH (s)-[c:ABOUT]->(g:Party)-[k:INVESTS_IN]-(h) WHERE held(c) AND c.role = 'pledgee' AND held(k) AND k.share >= $control
  }
WITH p, h, stake, sum(s.amount) AS amount, collect(DISTINCT coalesce(s.registration_no, a.fact_id)) AS roots, collect(proof(s, a, p)) AS pledges
WHERE amount >= $pledged * stake
WITH p, h, stake, amount, roots, pledges, COLLECT {
  MATCH (p)<-[a:ABOUT]-(s:EquityFreeze)-[b:ABOUT]->(h)
  WHERE held(a) AND usable(a) AND a.role = 'enterprise' AND held(b) AND b.role = 'debtor' AND coalesce(s.state, 'frozen') = 'frozen'
  RETURN proof(s, a, p) LIMIT 50
} AS freezes
WITH p, h, stake, amount, roots, pledges, freezes LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {holder: h.id}, regardless: size(freezes) > 0,
  figures: {pledged: toFloat(amount) / stake, freezes: size(freezes)}, roots: roots + [x IN freezes | x.fact],
  records: pledges + freezes
}) AS found
