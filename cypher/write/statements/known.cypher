// Statements that are there: whether any batch that brought them is believed, and their arrival in the batch at hand.
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN s.id AS id, [(s)-[a:IN]->(b:Batch) | [b.id, a.place, a.new, b.withdrawn_at]] AS arrivals
