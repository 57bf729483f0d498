// Return these batches as they may be given to other nodes; one that came from a node is given as that node named it.
UNWIND $ids AS id
MATCH (b:Batch {id: id})
RETURN b.id AS batch, b.category AS category, b.version AS version, b.document AS document, b.sha256 AS sha256,
       b.provider AS provider, b.day AS day, b.at AS loaded_at, b.newest AS newest, b.lenient AS lenient, coalesce(b.trail, []) AS trail
