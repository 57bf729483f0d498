"""Words of own risk: what a line of the ledger counts, and why something does not."""

RISK = {
    "risk_sum": ("自身风险 {risk}（{points} 分）", "Own risk {risk} ({points} points)"),
    "risk_undisputed": ("不计有异议的记录：{points} 分", "Without what is contested: {points} points"),
    "risk_no_kind": ("该类主体不适用风险指标", "No indicator speaks of this kind of party"),
    "risk_points": ("{points} 分", "{points} points"),
    "risk_class": (
        "监管分类 {risk_class}（{rules} 第 {version} 版，{points} 分）",
        "Class {risk_class} ({rules} version {version}, {points} points)",
    ),
    "risk_direct": ("直接列为 D：{names}", "D directly, by {names}"),
    "risk_not_best": ("未列为 A：{reasons}", "Not A: {reasons}"),
    "risk_not_best_young": ("成立不足 12 个月", "younger than 12 months"),
    "risk_not_best_age_unknown": ("成立日期未知", "age not known"),
    "risk_not_best_annual_report_lacking": ("未报送应报的年度报告", "the last annual report due is not filed"),
    "risk_not_best_not_loaded": ("所需信息未全部归集", "not all that it takes is loaded"),
    "risk_lines": ("台账", "Ledger"),
    "risk_no_lines": ("未发现应计事项", "Nothing that counts is on record"),
    "risk_state_counted": ("计入", "counted"),
    "risk_state_under": ("并入 {under}", "under {under}"),
    "risk_state_over": ("达到该指标上限", "bounded"),
    "risk_state_not_now": ("自 {day} 起计入", "counts from {day}"),
    "risk_state_not_of_kind": ("不适用于该类主体", "not for this kind of party"),
    "risk_contested": ("有异议", "contested"),
    "risk_next_step": ("下次变化日 {day}", "next step on {day}"),
    "risk_not_loaded": ("因未归集而无法查找：{names}", "Could not be looked for, not loaded: {names}"),
    "risk_not_built": ("本程序尚不查找：{names}", "Not looked for by this program: {names}"),
    "risk_use": (
        "仅用于确定检查的先后，不是评价，不作为采取措施的依据，不公开。",
        "Helps to decide whom to inspect first: no evaluation, no ground for a measure, never public.",
    ),
}
