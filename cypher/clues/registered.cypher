// question: clues.registered
// title: A page of the enterprises, with where and in which industry each is registered
// title_zh: 企业的登记区划与行业
// params: past: str = "", most: int 1..200000 = 5000
// needs: enterprise
// names: it reads registrations, which stand under codes
// public: no
// answer: models.rows.clues.RegisteredPage
// example: {}
// Enterprises in order of their ids, those past one of them. A row each with a registration: id, division, industry, first day. `next`: the
// last id of a full page, seen or not, past which the next one begins; it is the program's alone.
CALL () {
  MATCH (p:Enterprise) WHERE p.id > $past
  WITH p.id AS id ORDER BY id LIMIT $most
  RETURN collect(id) AS ids
}
CALL (ids) {
  UNWIND ids AS id
  MATCH (p:Party {id: id})<-[r:ABOUT]-(s:Registration)
  WHERE held(r) AND r.role = 'party'
  RETURN collect([id, s.region, s.industry, r.valid_from]) AS registered
}
RETURN registered, CASE WHEN size(ids) = $most THEN last(ids) END AS next
