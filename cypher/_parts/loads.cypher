// part: loads(fresh)
// When each category was last loaded, and up to which day its rows speak, as far as the caller may know; nothing where
// `fresh` is false.
COLLECT {
  MATCH (any_:Batch) WHERE fresh AND any_.state = 'complete'
  WITH DISTINCT any_.category AS category_
  CALL (category_) {
    MATCH (b_:Batch) WHERE b_.category = category_ AND b_.state = 'complete'
    WITH b_ ORDER BY b_.at DESC, b_.id
    WITH b_ WHERE loaded(b_)
    RETURN substring(b_.at, 0, 10) AS day_ LIMIT 1
  }
  RETURN {
    category: category_, day: day_, to: head(COLLECT {
      MATCH (c_:Batch) WHERE c_.category = category_ AND c_.state = 'complete' AND c_.newest IS NOT NULL
      WITH c_ ORDER BY c_.newest DESC, c_.id
      WITH c_ WHERE loaded(c_)
      RETURN c_.newest AS to_ LIMIT 1
    })
  }
}
