"""Names that no property of a category has: those of what is kept of every statement and of every fact."""

RESERVED = frozenset(
    "id category provider key day seq action level group scope dirty counts_from values by role place kind items evidence"
    " fact_id version_id stated_as hidden_from usable event public_from public_until valid_from valid_to recorded_at"
    " withdrawn_at last_seen occurrence redacted named listed_as contested held_back act_about act_case act_result"
    " ended_after left_list at_most follows_from follows_at".split()
)
