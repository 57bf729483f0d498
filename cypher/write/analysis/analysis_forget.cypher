// What was analysed is about to be dropped with the parties.
MATCH (a:Analysis)
DELETE a
