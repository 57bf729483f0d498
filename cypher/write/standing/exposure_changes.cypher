// Return the parties whose own risk or links may have changed since an earlier refresh: with any fact recorded or taken back since, a list
// declared whole, another identity of their own or of the authority of a record, or a name that is a registration agent's since or no more.
// Some may be unchanged after all.
// `was_known_at` is the tick of the earlier refresh.
CALL () {
  CALL () {
    MATCH (a)-[r]->(b:Party)
    WHERE r.recorded_at > $was_known_at OR $was_known_at < r.withdrawn_at <= $known_at
    UNWIND [a, b] AS p
    WITH DISTINCT p WHERE p:Party
    RETURN p
    UNION
    MATCH (s:Statement)-[r:ABOUT]->(:Party)
    WHERE r.recorded_at > $was_known_at OR $was_known_at < r.withdrawn_at <= $known_at
    MATCH (s)-[:STATES]->(t:Agent)
    WITH DISTINCT substring(t.id, 6) AS name
    MATCH (n:Name {id: name})<-[:CALLED]-(:Statement)-[:ABOUT]->(p:Party)
    RETURN p
    UNION
    MATCH (c:Coverage)-[i:IN]->(b:Batch)
    WHERE i.recorded_at > $was_known_at OR (b.state = 'withdrawn' AND b.withdrawn_at > $was_known_at)
    MATCH (c)-[:REFERS]->(:Identifier)-[:IDENTIFIES]->(p:Party)
    RETURN p
    UNION
    MATCH (p:Party) WHERE p.rederived_at > $was_known_at OR p.resolved_at > $was_known_at
    RETURN p
  }
  WITH DISTINCT p
  OPTIONAL MATCH (p)-[:RESOLVES_TO]-(q:Party)
  UNWIND [p, q] AS one
  WITH DISTINCT one WHERE one IS NOT NULL
  RETURN one
  UNION
  MATCH (m:Mention) WHERE m.resolved_at > $was_known_at OR m.rederived_at > $was_known_at
  MATCH (m)-[r]-(one:Party)
  RETURN one
  UNION
  CALL () {
    MATCH (a:Party) WHERE a.rederived_at > $was_known_at OR a.resolved_at > $was_known_at
    RETURN a
    UNION
    MATCH (a:Mention) WHERE a.rederived_at > $was_known_at OR a.resolved_at > $was_known_at
    RETURN a
  }
  OPTIONAL MATCH (a)-[:RESOLVES_TO]-(b)
  UNWIND [a, b] AS authority
  WITH DISTINCT authority WHERE authority IS NOT NULL
  MATCH (authority)<-[:ISSUED_BY]-(:Statement)-[:ABOUT]->(one:Party)
  RETURN one
}
WITH DISTINCT one WHERE NOT one:Mention
RETURN one.id AS id ORDER BY id
