// From what the results of these enterprises were worked out, how many they are, and their part of the digest.
UNWIND $rows AS row
MATCH (p:Party {id: row.enterprise})
SET p.analysed = row.fingerprint, p.analysed_results = row.results, p.analysed_within = row.within, p.analysed_closed = row.closed,
  p.analysed_digest = row.digest, p.analysed_alone = row.alone
