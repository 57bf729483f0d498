// question: warnings.identified
// title: The ids of parties now, with all identifiers that have become theirs
// title_zh: 主体现用标识及其全部标识
// params: ids: list[str], most: int 1..20000 = 20000
// needs: enterprise
// public: no
// answer: models.rows.warnings.WarningIdentifiers
// example: {"ids": ["uscc:91330106EXAMPLE115"]}
// A row each: id as given, id of its party now, and one identifier of it.
CALL () {
  UNWIND $ids AS given
  MATCH (:Identifier {id: given})-[:IDENTIFIES]->(p:Party)<-[:IDENTIFIES]-(i:Identifier)
  RETURN given, p.id AS now, i.id AS identifier LIMIT $most
}
RETURN collect([given, now, identifier]) AS identifiers
