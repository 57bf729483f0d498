// What a standing analysis notes on parties beside the relationships: what they were worked out from, how many there are, their part
// of the digest, values. A property that is null goes.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})
SET p += row.mark
