// question: warnings.equity.pledge_distress
// title: Controlling holders who pledged much of their stake, and who are in trouble or whose stake is frozen
// title_zh: 控股股权高比例质押且股东困难或同一股权被冻结
// params: party_ids: list[str], most: int 1..20000 = 5000, control: float 0..1, pledged: float 0..1
// needs: shareholder, equity_pledge, equity_freeze
// public: no
// names: a warning rests on documents and codes; nobody is warned of for a name
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "control": 0.5, "pledged": 0.1}
// A pledge to whom the holder controls, or who controls the holder, stays in the group. The stake is that of one list, of the
// register rather than another, and of its providers the last; a pledge or freeze is one by its number.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH (p)<-[r:INVESTS_IN]-(h:Party)
WHERE held(r) AND usable(r) AND r.share IS NOT NULL
MATCH (z:Statement {id: r.by[0]})
WITH p, h, coalesce(r.basis, 'register') AS basis, z.provider AS provider, sum(r.share) AS share, sum(coalesce(r.subscribed, 0)) AS stake, max(z.day) AS day
ORDER BY basis = 'register' DESC, day DESC, provider
WITH p, h, head(collect({share: share, stake: stake})) AS list
WHERE list.share >= $control AND list.stake > 0
WITH p, h, list.stake AS stake
MATCH (p)<-[a:ABOUT]-(s:EquityPledge)-[b:ABOUT]->(h)
WHERE held(a) AND usable(a) AND a.role = 'enterprise' AND held(b) AND b.role = 'pledgor' AND s.amount > 0
  AND coalesce(s.state, 'in_force') = 'in_force'
  AND NOT EXISTS {
    MATCH (s)-[c:ABOUT]->(g:Party)-[k:INVESTS_IN]-(h) WHERE held(c) AND c.role = 'pledgee' AND held(k) AND k.share >= $control
  }
WITH p, h, stake, s, a ORDER BY a.valid_from DESC, s.day DESC, a.fact_id
WITH p, h, stake, coalesce(s.registration_no, a.fact_id) AS root, head(collect({amount: s.amount, record: proof(s, a, p)})) AS pledge
WITH p, h, stake, sum(pledge.amount) AS amount, collect(root) AS roots, collect(pledge.record) AS pledges
WHERE amount >= $pledged * stake
WITH p, h, stake, amount, roots, pledges, COLLECT {
  MATCH (p)<-[a:ABOUT]-(s:EquityFreeze)-[b:ABOUT]->(h)
  WHERE held(a) AND usable(a) AND a.role = 'enterprise' AND held(b) AND b.role = 'debtor' AND coalesce(s.state, 'frozen') = 'frozen'
  RETURN {notice: coalesce(s.notice_no, a.fact_id), record: proof(s, a, p)} ORDER BY a.fact_id LIMIT 50
} AS freezes
WITH p, h, stake, amount, roots, pledges, freezes,
  reduce(all_ = [], x IN freezes | CASE WHEN x.notice IN all_ THEN all_ ELSE all_ + x.notice END) AS notices
LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {holder: h.id}, regardless: size(freezes) > 0,
  figures: {pledged: toFloat(amount) / stake, freezes: size(notices)}, roots: roots + notices,
  records: pledges + [x IN freezes | x.record]
}) AS found
