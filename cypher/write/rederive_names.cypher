// The names of persons known by one in a party.
UNWIND $rows AS row
MATCH (i:Identifier {id: row.id})
SET i.name = row.name
