// part: states(facts)
// Pairs of a party and the state of its registration, for the enterprises and organisations that facts (in the form of the part
// `fact`) refer to, where they have one.
COLLECT {
  UNWIND facts AS f_
  UNWIND f_.refs AS ref_
  UNWIND [{id: ref_.id, kinds: ref_.kinds}] + [x_ IN ref_.meant WHERE x_.by_name <> 'candidate' | {id: x_.id, kinds: x_.kinds}] AS one_
  WITH one_ WHERE 'Enterprise' IN one_.kinds OR 'Organisation' IN one_.kinds
  WITH DISTINCT one_.id AS id_
  MATCH (o_:Party {id: id_})
  WITH id_, state_of(o_) AS state_
  WHERE state_ IS NOT NULL
  RETURN [id_, state_] ORDER BY id_
}
