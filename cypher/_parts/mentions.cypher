// pattern: mentions(p, m, b, holds)
// All nodes to which facts about a party lead: the party, and each bare name that means it by a rule of the view. `m` is the
// resolution, empty for the party itself; `holds` is held or ever_held.
(p)<-[m:RESOLVES_TO*0..1]-(b:Party)
WHERE all(x_ IN m WHERE holds(x_) AND x_.rule IN $rules)
