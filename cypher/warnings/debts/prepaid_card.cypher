// question: warnings.debts.prepaid_card
// title: Issuers of prepaid cards with several signs of trouble
// title_zh: 预付卡风险
// params: party_ids: list[str], most: int 1..20000 = 5000, least: int 1..8, revenue: float 0..1000, services: float 0..1000, trades: list[str], capital: float 0..1000, deposit: float 0..1, growth: float 0..1000, complaints: int 1..1000, days: int 1..366, young: int 0..4000
// needs: enterprise, prepaid_card, consumer_complaint, annual_report, abnormal_operations, dishonest_debtor, simple_deregistration, liquidation
// public: no
// answer: models.rows.warnings.WarningRows
// example: {"party_ids": ["uscc:91330106EXAMPLE115"], "least": 1, "revenue": 0.4, "services": 1, "trades": ["51"], "capital": 2, "deposit": 0.2, "growth": 0.5, "complaints": 5, "days": 30, "young": 365}
// A quarter is told by the day on which it was first reported, and what was not stated is no sign.
// Signs: the balance over its share of the last revenue, or of an enterprise under a year over its capital; too little deposited and
// not insured; the balance grown by so much in a quarter; complaints; under a year old; closing; sold while on a list.
UNWIND $party_ids AS id
MATCH (:Identifier {id: id})-[:IDENTIFIES]->(p:Party)
MATCH mentions(p, m, bearer, held)<-[r:ABOUT]-(s:PrepaidCard)
WHERE ever_held(r) AND usable(r) AND s.balance IS NOT NULL
WITH p, s, r ORDER BY r.valid_from DESC, r.fact_id
WITH p, s.quarter AS quarter, min(r.valid_from) AS first, head(collect({
  balance: s.balance, issued: coalesce(s.issued, 0), deposit: s.deposit, insured: coalesce(s.insured, false), record: proof(s, r, p)
})) AS newest
ORDER BY first DESC, quarter
WITH p, collect(newest) AS quarters
WITH p, quarters, head(quarters) AS last_one, register_of(p) AS register
WITH p, quarters, last_one, register, duration.inDays(date(register.established), date($as_of)).days AS age,
  any(t IN $trades WHERE coalesce(register.industry, '') STARTS WITH t) AS trade,
  head(COLLECT {
    MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:AnnualReport) WHERE held(a) AND usable(a) AND x.turnover IS NOT NULL
    RETURN x.turnover ORDER BY x.report_year DESC LIMIT 1
  }) AS turnover,
  COUNT {
    MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(x:ConsumerComplaint)
    WHERE held(a) AND usable(a) AND duration.inDays(date(a.valid_from), date($as_of)).days < $days
    RETURN DISTINCT x.complaint_no AS one_
  } AS complaints,
  EXISTS { MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(:SimpleDeregistration|Liquidation) WHERE held(a) AND usable(a) } AS closing,
  EXISTS { MATCH mentions(p, m, bearer, held)<-[a:ABOUT]-(:AbnormalOperations|DishonestDebtor) WHERE held(a) AND usable(a) } AS listed
WITH p, quarters, last_one, complaints,
  CASE WHEN turnover IS NOT NULL AND last_one.balance > turnover * CASE WHEN trade THEN $revenue ELSE $services END THEN ['revenue'] ELSE [] END
  + CASE WHEN age < $young AND register.capital > 0 AND last_one.balance > $capital * register.capital THEN ['capital'] ELSE [] END
  + CASE WHEN NOT last_one.insured AND last_one.deposit < $deposit * last_one.balance THEN ['deposit'] ELSE [] END
  + CASE WHEN size(quarters) > 1 AND quarters[1].balance > 0
      AND last_one.balance - quarters[1].balance >= $growth * quarters[1].balance THEN ['growth'] ELSE [] END
  + CASE WHEN complaints >= $complaints THEN ['complaints'] ELSE [] END
  + CASE WHEN age < $young THEN ['young'] ELSE [] END
  + CASE WHEN closing THEN ['closing'] ELSE [] END
  + CASE WHEN listed AND last_one.issued > 0 THEN ['listed'] ELSE [] END AS signs
WHERE size(signs) >= $least
WITH p, quarters, last_one, complaints, signs LIMIT $most + 1
RETURN collect({
  party: p.id, roles: {}, figures: {signs: size(signs), balance: last_one.balance, complaints: complaints}, roots: signs,
  records: [x IN quarters | x.record]
}) AS found
