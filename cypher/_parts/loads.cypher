// part: loads(fresh)
// When each category was last loaded, as far as the caller may know; nothing where `fresh` is false.
COLLECT {
  MATCH (any_:Batch) WHERE fresh AND any_.state = 'complete'
  WITH DISTINCT any_.category AS category_
  CALL (category_) {
    MATCH (b_:Batch) WHERE b_.category = category_ AND b_.state = 'complete'
    WITH b_ ORDER BY b_.at DESC, b_.id
    WITH b_ WHERE loaded(b_)
    RETURN substring(b_.at, 0, 10) AS day_ LIMIT 1
  }
  RETURN {category: category_, day: day_}
}
