// Return those of these batches that are not withdrawn.
UNWIND $ids AS id
MATCH (b:Batch {id: id}) WHERE b.state <> 'withdrawn'
RETURN b.id AS id
