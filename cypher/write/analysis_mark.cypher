// From what the results of these enterprises were worked out, and how many they are.
UNWIND $rows AS row
MATCH (p:Party {id: row.enterprise})
SET p.analysed = row.fingerprint, p.analysed_results = row.results, p.analysed_within = row.within, p.analysed_closed = row.closed
