// Delete the state of all standing analyses, before their results are deleted with the parties.
MATCH (a:Analysis)
DELETE a
