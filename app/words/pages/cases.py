"""Words of cases: their terms, and what may be done in them."""

CASES = {
    "case_due": ("{day} 前办结", "due {day}"),
    "case_late": ("已逾期（{day}）", "late (due {day})"),
    "case_due_unknown": ("期限未知：该年工作日尚未公布", "term not known: the working days of its year are not announced"),
    "case_allowed": ("可办：{actions}", "allowed: {actions}"),
}
