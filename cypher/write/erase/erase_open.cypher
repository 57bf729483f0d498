// Store a new erasure: who decided it, and why.
CREATE (e:Erasure {id: $id, operator: $operator, reason: $reason, tick: $tick, at: $at, state: 'open', statements: $statements,
  references: $references, rejects: $rejects, unsearched: $unsearched, receipts: $receipts})
