// part: heads(r)
// Whether who is linked to an enterprise by r (REPRESENTS) represents it: no mere partner, investor or operator.
coalesce(r.post, 'legal_representative') IN ['legal_representative', 'principal', 'managing_partner', 'delegate']
