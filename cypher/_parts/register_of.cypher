// part: register_of(p)
// What the latest registration of a party states that rules of warnings ask for, and the record itself; null where there is none.
head(COLLECT {
  MATCH (p)<-[a_:ABOUT]-(n_:Registration) WHERE held(a_) AND usable(a_) AND a_.role = 'party'
  RETURN {
    established: n_.established, form: n_.type, scope: n_.business_scope, industry: n_.industry, region: n_.region,
    capital: n_.registered_capital, currency: coalesce(n_.registered_capital_currency, 'CNY'), paid_in: n_.paid_in_capital,
    record: proof(n_, a_, p)
  } ORDER BY a_.valid_from DESC, n_.id DESC LIMIT 1
})
