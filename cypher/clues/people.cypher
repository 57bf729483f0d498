// question: clues.people
// title: A page of the persons known by their documents, with the enterprises each is of
// title_zh: 有证件的自然人及其任职、投资的企业
// params: past: str = "", most: int 1..200000 = 5000
// public: no
// answer: models.rows.clues.PeoplePage
// example: {}
// Persons in order of their ids, those past one of them. A pair each: person, enterprise. `next`: the last id of a full page, seen or
// not, past which the next one begins; it is the program's alone.
CALL () {
  MATCH (h:Person) WHERE h.id > $past AND h.id STARTS WITH 'pid:'
  WITH h.id AS id ORDER BY id LIMIT $most
  RETURN collect(id) AS ids
}
CALL (ids) {
  UNWIND ids AS id
  MATCH (h:Party {id: id})
  MATCH (h:Person)-[r:ANY_EDGE]-meant(bearer, m, q, held)
  WHERE held(r) AND q:Enterprise
  WITH DISTINCT h, q
  RETURN collect([h.id, q.id]) AS pairs
}
RETURN pairs, CASE WHEN size(ids) = $most THEN last(ids) END AS next
