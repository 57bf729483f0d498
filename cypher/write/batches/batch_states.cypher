// Return the statements that came new in a batch with one file and state records, at most so many after an id, in the order of their ids.
// `arrival` is the batch that the bytes of the file make: the batch itself, or that of mended rows, which came in it later.
// The ticks of a file are its own, but where it was cut short and others came before it was gone on with: theirs are left out.
MATCH (a:Batch {id: $arrival})
OPTIONAL MATCH (o:Batch {mends: $id}) WHERE o.opened_at > coalesce(a.opened_at, 0)
WITH a, [x IN collect(o) | [x.opened_at, coalesce(x.completed_at, $open)]] AS others
MATCH (:Batch {id: $id})<-[i:IN]-(s:Statement)
WHERE s.action IN ['state', 'correct'] AND s.id > $after AND coalesce(i.new, true)
  AND coalesce(a.opened_at, 0) <= i.recorded_at AND i.recorded_at <= coalesce(a.completed_at, $open)
  AND none(x IN others WHERE x[0] <= i.recorded_at AND i.recorded_at <= x[1])
RETURN s.id AS id ORDER BY id LIMIT $limit
