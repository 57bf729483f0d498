// The results of all standing analyses are about to be dropped with the parties.
MATCH (a:Analysis)
DELETE a
