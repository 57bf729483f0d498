// Return the believed level-0 facts about these parties of categories that say where a party is registered: valid from,
// statement, category, and the values of these properties; with where the party is stored as registered until now.
UNWIND $ids AS id
MATCH (p:Party {id: id})
RETURN p.id AS id, p.registered_in AS registered_in,
       [(p)<-[r:ABOUT]-(s:Statement) WHERE r.role = 'party' AND s.category IN $categories AND r.level = 0 AND r.withdrawn_at = $open |
         [r.valid_from, s.id, s.category, [name IN $properties | s[name]]]] AS facts
