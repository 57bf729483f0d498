// question: clues.arrivals
// title: At which moments some ticks were
// title_zh: 入库时刻
// params: ticks: list[str]
// public: no
// answer: models.rows.clues.Arrivals
// example: {"ticks": ["1"]}
// A pair each: tick, moment as ISO text in Shanghai time.
CALL () {
  UNWIND $ticks AS n
  MATCH (k:Tick {n: toInteger(n)})
  RETURN collect([k.n, k.at]) AS moments
}
RETURN moments
