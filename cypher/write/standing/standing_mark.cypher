// Set the properties that a standing analysis stores of parties: fingerprint of the inputs, number of results, their part of the digest,
// values. A null removes the property.
UNWIND $rows AS row
MATCH (p:Party {id: row.party})
SET p += row.mark
