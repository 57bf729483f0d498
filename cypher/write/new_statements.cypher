// Statements of one category that are not there yet.
UNWIND $rows AS row
CREATE (s:{label})
SET s:Statement, s = row
