// question: risk.analysed
// title: Of which day and tick the last analysis of the exposure of all parties is
// title_zh: 最近一次全图关联风险分析的日期
// params:
// public: no
// names: it asks about the analysis, and of no party
// answer: models.rows.risk.RiskAnalysed
// example: {}
// Nothing where none ran, or one was broken off, or it ran after the tick asked for.
OPTIONAL MATCH (a:Analysis {id: 'exposure'}) WHERE a.data_tick <= $known_at AND NOT coalesce(a.unfinished, false)
OPTIONAL MATCH (u:Analysis {id: 'exposure'}) WHERE u.unfinished
RETURN a.as_of AS analysed_as_of, a.data_tick AS data_tick, u IS NOT NULL AS unfinished
