// question: ownership.covers
// title: On which day holder lists were last stated, whole or of the largest
// title_zh: 股东名册最近一次报送日期
// params: scopes: list[str], kinds: list[str] = ["full"]
// needs: shareholder
// answer: models.rows.ownership.Covers
// example: {"scopes": ["none"]}
// A row for each scope of lists that was ever stated as one of `kinds` (full, top_n): the scope, the latest day up to the requested
// one, and the date of the last list of that day where its lists have one (公告日期), else empty. A list that was taken back counts
// only for callers above the public, at a moment before that.
UNWIND $scopes AS scope
MATCH (c:Coverage {scope: scope})-[i:IN]->(b:Batch)
WHERE c.kind IN $kinds AND c.level <= $level AND c.day <= $as_of AND c.day <= $today AND i.recorded_at <= $known_at
  AND (b.state <> 'withdrawn' OR ($level > 0 AND $known_at < b.withdrawn_at))
WITH scope, c.day AS day, coalesce(c.later, '') AS later ORDER BY scope, day DESC, later DESC
WITH scope, head(collect([scope, day, later])) AS last ORDER BY scope
RETURN collect(last) AS covers
