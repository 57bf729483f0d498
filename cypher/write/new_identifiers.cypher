// Identifiers that are not there yet.
UNWIND $rows AS row
CREATE (i:Identifier)
SET i = row
