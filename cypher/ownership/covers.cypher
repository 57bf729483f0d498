// question: ownership.covers
// title: On which day holder lists were last declared whole
// title_zh: 股东名册最近一次完整报送日期
// params: scopes: list[str]
// needs: shareholder
// answer: models.holdings.Covers
// A pair each, of those that ever were: the scope of a list, and the latest day up to the one asked of. A declaration that was
// taken back counts for nobody but those above the public, of a moment before that.
UNWIND $scopes AS scope
MATCH (c:Coverage {scope: scope})-[i:IN]->(b:Batch)
WHERE c.kind = 'full' AND c.level <= $level AND c.day <= $as_of AND i.recorded_at <= $known_at
  AND (b.state <> 'withdrawn' OR ($level > 0 AND $known_at < b.withdrawn_at))
WITH scope, max(c.day) AS day ORDER BY scope
RETURN collect([scope, day]) AS covers
