// Return those of these statements that are here, as they are stored, with their references, and the batches and
// nodes they came from, with whether these are believed.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN s.id AS id, properties(s) AS statement, coalesce(s.redacted, false) AS redacted,
       [(s)-[r:REFERS]->(i:Identifier) | [r.role, i.id, r.name]] AS refs,
       [(s)-[:IN]->(b:Batch) | [b.id, b.node, b.withdrawn_at = $open]] AS batches
