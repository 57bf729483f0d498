// Return one batch by its id.
MATCH (b:Batch {id: $id})
RETURN b.state AS state, b.receipt AS receipt, b.category AS category, b.provider AS provider, b.day AS day,
       b.columns AS columns, b.units AS units, b.lenient AS lenient, b.code_lists AS code_lists
