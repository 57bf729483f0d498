// Return the number of relationships that follow from statements.
MATCH ()-[r]->() WHERE r.version_id IS NOT NULL
RETURN count(r) AS facts
