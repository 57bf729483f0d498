// Return all erasures: what was erased, when, by whom, and why; the latest first.
MATCH (e:Erasure)
RETURN e.id AS id, e.at AS at, e.operator AS operator, e.reason AS reason, e.state AS state, e.statements AS statements,
  e.references AS references, coalesce(e.rejects, 0) AS rejects, coalesce(e.receipts, 0) AS receipts,
  coalesce(e.unsearched, 0) AS unsearched
ORDER BY e.tick DESC LIMIT $limit
