// Return these statements: category, action, the names of the parties they refer to, and their batches.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN s.id AS id, s.category AS category, s.action AS action,
       [(s)-[r:REFERS]->(i:Identifier)-[:IDENTIFIES]->(p:Party) | [i.id, r.name, p.kind]] AS refs,
       [(s)-[:IN]->(b:Batch) | b.id] AS batches
