// Return those of these statements that exist: whether any batch that brought them is believed, and their arrival in this batch.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN s.id AS id, [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.new, b.withdrawn_at]] AS arrivals
