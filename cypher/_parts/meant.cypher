// pattern: meant(b, m, p, holds)
// The pattern `mentions`, from what a fact hangs on to the party.
(b:Party)-[m:RESOLVES_TO*0..1]->(p:Party)
WHERE all(x_ IN m WHERE holds(x_) AND x_.rule IN $rules)
