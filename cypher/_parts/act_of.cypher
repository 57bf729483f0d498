// part: act_of(x, a)
// What tells one thing that an enterprise did from another: its category and number, or what was changed and the day.
x.category + ' ' + coalesce(x.licence_no, x.registration_no, x.decision_no, coalesce(x.item + ' ', '') + acted_on(x, a))
