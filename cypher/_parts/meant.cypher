// pattern: meant(b, m, p, holds)
// The pattern `mentions` in the other direction: from the node a fact leads to, to the party it means.
(b:Party)-[m:RESOLVES_TO*0..1]->(p:Party)
WHERE all(x_ IN m WHERE holds(x_) AND x_.rule IN $rules)
