"""Words about records that are contested, held back or changed, Chinese and English."""

OBJECTIONS: dict[str, tuple[str, str]] = {
    "fact_contested": ("异议处理中（{day} 提出）", "Contested since {day}"),
    "fact_answered": (
        "曾有异议（{day} 提出，{answered} 答复：{result}）",
        "Objected to on {day}, answered on {answered}: {result}",
    ),
    "fact_held_back": ("尚未通过公示前审核，不向公众公开", "Not yet approved for the public"),
    "objection_result_upheld": ("异议成立，已撤销", "upheld, taken back"),
    "objection_result_corrected": ("异议成立，已更正", "upheld, corrected"),
    "objection_result_rejected": ("异议不成立", "rejected"),
    "objection_result_dropped": ("申请人撤回", "dropped by whoever lodged it"),
    "versions": ("变更前后", "Before and after"),
    "versions_lead": (
        "同一记录的各个版本，最近的在前。每一版本注明从何时起、至何时止采信。",
        "Each record's versions, the last first, each with the time from and until which it was believed.",
    ),
    "version_believed": ("{since} 起采信", "believed from {since}"),
    "version_replaced": ("{since} 至 {until} 采信", "believed from {since} to {until}"),
    "version_changed": ("与前一版本不同：{names}", "Differs from the version before: {names}"),
    "version_now": ("现行", "now"),
    "version_then": ("此前", "before"),
    "object_to": ("提出异议", "Object to this"),
}
