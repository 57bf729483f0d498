// part: acted_on(x, a)
// The day of what an enterprise did: of the decision, the change, the award or the registration that a record x states at a.
coalesce(x.decided_on, x.changed_on, x.registered_on, x.published_on, a.valid_from)
