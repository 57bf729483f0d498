// What mentions meant until now.
UNWIND $ids AS id
MATCH (m:Mention {id: id})-[r:RESOLVES_TO]->(:Party)
DELETE r
