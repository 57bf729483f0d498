// part: meanings(o, holds)
// The parties that a bare name means by the rules of the view, the last first; empty where `o` is no bare name, but a party.
// `holds` is `held`, under which a bare name has one meaning at most, or `ever_held`.
CASE WHEN o:Mention THEN COLLECT {
  MATCH (o)-[v_:RESOLVES_TO]->(t_:Party) WHERE holds(v_) AND v_.rule IN $rules
  RETURN {id: t_.id, labels: labels(t_), rule: v_.rule, since: v_.valid_from, until: v_.valid_to} ORDER BY v_.valid_to DESC, t_.id
} ELSE [] END
